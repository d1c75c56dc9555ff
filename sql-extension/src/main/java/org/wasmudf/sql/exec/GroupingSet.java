package org.wasmudf.sql.exec;

import java.util.List;

/// Some of the keys of a GROUP BY, for all of whose combinations there is a row.
///
/// @param keys the columns to group by, in the order of the statement's keys
/// @param isMerged whether the groups are made of those of a set with these keys and more, and not
///   of rows: there must be one
public record GroupingSet(List<Integer> keys, boolean isMerged) {
  public GroupingSet {
    keys = List.copyOf(keys);
  }
}
