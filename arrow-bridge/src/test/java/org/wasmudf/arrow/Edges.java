package org.wasmudf.arrow;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.wasmudf.arrow.SqlType.Simple;

/// Numbers at which instructions change what they do, and some between.
final class Edges {
  private Edges() {}

  static List<Object> of(SqlType type) {
    Random random = new Random(5);
    return switch (type) {
      case Simple.INTEGER ->
          LongStream.concat(
                  LongStream.of(
                      0,
                      1,
                      -1,
                      2,
                      7,
                      8,
                      31,
                      32,
                      33,
                      127,
                      128,
                      -128,
                      -129,
                      255,
                      32_767,
                      32_768,
                      -32_769,
                      Integer.MAX_VALUE,
                      Integer.MIN_VALUE,
                      Integer.MIN_VALUE + 1),
                  random.ints(9).asLongStream())
              .boxed()
              .map(each -> (Object) each)
              .toList();
      case Simple.BIGINT ->
          LongStream.concat(
                  LongStream.of(
                      0,
                      1,
                      -1,
                      31,
                      63,
                      64,
                      65,
                      -128,
                      0xff,
                      0x8000,
                      0x7fff_ffffL,
                      0x8000_0000L,
                      0xffff_ffffL,
                      0x1_0000_0000L,
                      -0x8000_0000L,
                      -0x8000_0001L,
                      Long.MAX_VALUE,
                      Long.MIN_VALUE,
                      Long.MIN_VALUE + 1,
                      (1L << 53) + 1,
                      (1L << 24) + 1,
                      Long.MAX_VALUE - 511,
                      -1025),
                  random.longs(6))
              .boxed()
              .map(each -> (Object) each)
              .toList();
      case Simple.REAL ->
          floats(random).map(each -> (Object) (double) (float) (double) each).toList();
      case Simple.DOUBLE -> floats(random).map(each -> (Object) each).toList();
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static Stream<Double> floats(Random random) {
    return DoubleStream.concat(
            DoubleStream.of(
                0.0,
                -0.0,
                1,
                -1,
                0.5,
                -0.5,
                1.5,
                2.5,
                -2.5,
                0.49999999999999994,
                1e-310,
                Float.MIN_VALUE,
                Double.MIN_VALUE,
                0x1p23,
                0x1p24,
                0x1p31,
                0x1p32,
                0x1p52,
                0x1p63,
                0x1p64,
                -0x1p31,
                -0x1p63,
                4294967295.5,
                2147483647.5,
                -2147483648.5,
                Float.MAX_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY),
            random.doubles(5).map(each -> (each - 0.5) * 1e12))
        .boxed();
  }
}
