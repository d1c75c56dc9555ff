/// Function names as their authors wrote them, from what compilers made of them.
@NullMarked
package org.wasmudf.runtime.symbol;

import org.jspecify.annotations.NullMarked;
