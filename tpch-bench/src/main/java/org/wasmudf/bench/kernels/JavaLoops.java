package org.wasmudf.bench.kernels;

import org.wasmudf.samples.MoneyTwin;
import org.wasmudf.samples.NumbersTwin;
import org.wasmudf.samples.TextTwin;

/// The sample functions in Java in loops over columns, written by hand.
final class JavaLoops {
  private JavaLoops() {}

  /// A loop over the rows of a batch.
  interface Loop {
    /// Computes every row.
    ///
    /// @param columns the arguments, as [JavaColumn] says
    /// @param result where results go; as long as the batch
    void run(Object[] columns, Object result);
  }

  static void discPrice(Object[] columns, Object result) {
    double[] price = (double[]) columns[0];
    double[] discount = (double[]) columns[1];
    double[] out = (double[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.discPrice(price[i], discount[i]);
    }
  }

  static void taxedPrice(Object[] columns, Object result) {
    double[] price = (double[]) columns[0];
    double[] discount = (double[]) columns[1];
    double[] tax = (double[]) columns[2];
    double[] out = (double[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.taxedPrice(price[i], discount[i], tax[i]);
    }
  }

  static void promoDisc(Object[] columns, Object result) {
    String[] type = (String[]) columns[0];
    double[] price = (double[]) columns[1];
    double[] discount = (double[]) columns[2];
    double[] out = (double[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.promoDisc(type[i], price[i], discount[i]);
    }
  }

  static void discPriceDec(Object[] columns, Object result) {
    long[] price = (long[]) columns[0];
    long[] discount = (long[]) columns[1];
    long[] out = (long[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.discPriceDec(price[i], discount[i]);
    }
  }

  static void taxedPriceDec(Object[] columns, Object result) {
    long[] price = (long[]) columns[0];
    long[] discount = (long[]) columns[1];
    long[] tax = (long[]) columns[2];
    long[] out = (long[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.taxedPriceDec(price[i], discount[i], tax[i]);
    }
  }

  static void promoDiscDec(Object[] columns, Object result) {
    String[] type = (String[]) columns[0];
    long[] price = (long[]) columns[1];
    long[] discount = (long[]) columns[2];
    long[] out = (long[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.promoDiscDec(type[i], price[i], discount[i]);
    }
  }

  static void isShippedBefore(Object[] columns, Object result) {
    int[] shipped = (int[]) columns[0];
    int[] day = (int[]) columns[1];
    boolean[] out = (boolean[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = MoneyTwin.isShippedBefore(shipped[i], day[i]);
    }
  }

  static void gcd(Object[] columns, Object result) {
    long[] a = (long[]) columns[0];
    long[] b = (long[]) columns[1];
    long[] out = (long[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = NumbersTwin.gcd(a[i], b[i]);
    }
  }

  static void mandelbrot(Object[] columns, Object result) {
    double[] x = (double[]) columns[0];
    double[] y = (double[]) columns[1];
    int[] out = (int[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = NumbersTwin.mandelbrot(x[i], y[i]);
    }
  }

  static void levenshtein(Object[] columns, Object result) {
    String[] a = (String[]) columns[0];
    String[] b = (String[]) columns[1];
    int[] out = (int[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = TextTwin.levenshtein(a[i], b[i]);
    }
  }

  static void maskEmail(Object[] columns, Object result) {
    String[] address = (String[]) columns[0];
    String[] out = (String[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = TextTwin.maskEmail(address[i]);
    }
  }

  static void fnv1a(Object[] columns, Object result) {
    byte[][] text = (byte[][]) columns[0];
    long[] out = (long[]) result;
    for (int i = 0; i < out.length; i++) {
      out[i] = TextTwin.fnv1a(text[i]);
    }
  }
}
