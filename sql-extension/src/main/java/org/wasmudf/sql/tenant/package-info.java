/// For whom the connections to a database work: its owner and its tenants.
@NullMarked
package org.wasmudf.sql.tenant;

import org.jspecify.annotations.NullMarked;
