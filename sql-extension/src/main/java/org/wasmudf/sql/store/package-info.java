/// Where the catalog lasts: the tables of the schema `wasmudf` in the database behind the driver.
/// Knows rows, and not what they mean.
@NullMarked
package org.wasmudf.sql.store;

import org.jspecify.annotations.NullMarked;
