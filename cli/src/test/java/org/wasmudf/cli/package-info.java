@NullMarked
package org.wasmudf.cli;

import org.jspecify.annotations.NullMarked;
