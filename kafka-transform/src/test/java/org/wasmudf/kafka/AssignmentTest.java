package org.wasmudf.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls and assignments in configurations.
class AssignmentTest {
  @Test
  void callNamesFunctionAndFields() {
    FunctionCall call = FunctionCall.read(" disc_price ( price , order.\"the discount\".x-1 ) ");
    assertThat(call.function()).isEqualTo("disc_price");
    assertThat(call.arguments())
        .containsExactly(
            new FieldPath(List.of("price")),
            new FieldPath(List.of("order", "the discount", "x-1")));
    assertThat(FunctionCall.read("now()").arguments()).isEmpty();
  }

  @Test
  void assignmentsHaveCommasBetweenThem() {
    List<Assignment> all =
        Assignment.readAll("total = disc_price(price, discount), who.masked=mask(who.email)");
    assertThat(all)
        .extracting(Assignment::toString)
        .containsExactly(
            "Assignment[target=total, call=disc_price(price, discount)]",
            "Assignment[target=who.masked, call=mask(who.email)]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          total                | expected '=', found the end
          total = price        | expected '(', found the end
          total = f(1)         | expected a field, found '1)'
          total = f(a) b = g() | expected ',' or the end, found 'b = g()'
          total = f(a.)        | expected a field, found ')'
          a = f(), a = g()     | a and a can't both be assigned
          a.b = f(), a = g()   | a.b and a can't both be assigned
          a = f(), a.b.c = g() | a and a.b.c can't both be assigned
          """)
  void whatIsWrongIsNamed(String assignments, String message) {
    assertThatThrownBy(() -> Assignment.readAll(assignments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void oneCallIsOneCall() {
    assertThatThrownBy(() -> FunctionCall.read("f(a), g(b)"))
        .hasMessageContaining("expected the end of the call, found ', g(b)'");
  }
}
