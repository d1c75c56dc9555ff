/// SQL before it is planned: the grammar of our statements, their syntax nodes, and the lexer that
/// splits scripts and tells statements apart without parsing them.
@NullMarked
package org.wasmudf.sql.parser;

import org.jspecify.annotations.NullMarked;
