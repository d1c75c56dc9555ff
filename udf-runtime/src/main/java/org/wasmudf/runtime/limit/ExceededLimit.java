package org.wasmudf.runtime.limit;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// A limit that somebody ran into.
///
/// @param key its name in statements and configurations, such as `fuel.row`
/// @param value what it allowed, in the unit of its name
/// @param used what was used, or would have been, in the same unit; null where nobody counted
public record ExceededLimit(String key, long value, @Nullable Long used) implements Serializable {}
