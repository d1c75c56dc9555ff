package org.wasmudf.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An array of objects per result, each array on one line. Numbers are exact, NaN and the
/// infinities are strings; a column whose label was there already gets a number behind it.
final class JsonWriter implements ResultWriter {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().rootValueSeparator((String) null).build();

  private final Writer out;
  private JsonGenerator json;
  private List<String> names = List.of();

  JsonWriter(Writer out) throws IOException {
    this.out = out;
    this.json = generator(out);
  }

  private static JsonGenerator generator(Writer out) throws IOException {
    return FACTORY.createGenerator(out).enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    if (!json.getOutputContext().inRoot()) {
      // The statement before failed within its result.
      json.flush();
      out.write('\n');
      json = generator(out);
    }
    names = distinct(columns);
    json.writeStartArray();
  }

  private static List<String> distinct(List<Column> columns) {
    Set<String> seen = new HashSet<>();
    return columns.stream()
        .map(
            column -> {
              String name = column.label();
              for (int copy = 2; !seen.add(name); copy++) {
                name = column.label() + "_" + copy;
              }
              return name;
            })
        .toList();
  }

  @Override
  public void row(@Nullable Object[] values) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < values.length; i++) {
      json.writeFieldName(names.get(i));
      value(values[i]);
    }
    json.writeEndObject();
  }

  private void value(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case BigDecimal decimal -> json.writeNumber(decimal);
      case BigInteger integer -> json.writeNumber(integer);
      case Double number -> json.writeNumber(number);
      case Float number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      default -> json.writeString(value.toString());
    }
  }

  @Override
  public void end() throws IOException {
    json.writeEndArray();
    json.writeRaw('\n');
    json.flush();
  }

  @Override
  public void changed(long rows) {}
}
