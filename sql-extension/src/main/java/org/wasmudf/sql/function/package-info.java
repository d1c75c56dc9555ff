/// Functions as SQL knows them: what CREATE FUNCTION makes, the catalog that keeps it, and the form
/// in which Calcite finds and calls it.
@NullMarked
package org.wasmudf.sql.function;

import org.jspecify.annotations.NullMarked;
