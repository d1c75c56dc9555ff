package org.wasmudf.sql;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/// The value of a `?` that is an interval: a Duration or a Period, or such a one's text, as in
/// `PT36H` or `P1Y2M`.
///
/// @param index which parameter, from 1
/// @param value as the user has set it
record IntervalValue(int index, Object value) {
  /// An INTERVAL DAY TO SECOND.
  long millis() throws SQLException {
    try {
      Duration duration =
          switch (value) {
            case Duration interval -> interval;
            case Period days when days.toTotalMonths() == 0 ->
                Duration.ofDays(days.get(ChronoUnit.DAYS));
            case String text -> Duration.parse(text.strip());
            default -> throw mismatch("DAY TO SECOND");
          };
      if (!duration.truncatedTo(ChronoUnit.MILLIS).equals(duration)) {
        throw FractionalSeconds.refused(duration.toString());
      }
      return duration.toMillis();
    } catch (DateTimeException | ArithmeticException e) {
      throw mismatch("DAY TO SECOND");
    }
  }

  /// An INTERVAL YEAR TO MONTH.
  int months() throws SQLException {
    try {
      Period period =
          switch (value) {
            case Period interval -> interval;
            case String text -> Period.parse(text.strip());
            default -> throw mismatch("YEAR TO MONTH");
          };
      if (period.get(ChronoUnit.DAYS) == 0) {
        return Math.toIntExact(period.toTotalMonths());
      }
    } catch (DateTimeException | ArithmeticException e) {
      // No period, or too long a one: the error below.
    }
    throw mismatch("YEAR TO MONTH");
  }

  private SQLException mismatch(String kind) {
    return new SQLDataException(
        "parameter %d: '%s' is not an INTERVAL %s".formatted(index, value, kind), "22018");
  }
}
