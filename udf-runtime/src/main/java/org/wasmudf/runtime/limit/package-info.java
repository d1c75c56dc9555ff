/// Under which caps guests run, and what they have used.
@NullMarked
package org.wasmudf.runtime.limit;

import org.jspecify.annotations.NullMarked;
