/// Arrow vectors in linear memory, and the kernels that call functions over them.
@NullMarked
package org.wasmudf.arrow;

import org.jspecify.annotations.NullMarked;
