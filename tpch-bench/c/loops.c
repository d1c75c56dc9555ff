// The sample functions in loops over columns, written by hand. Compiled twice from this one source: by clang to
// loops.wasm, the loop inside a guest, and by whatever C compiler a machine has, when the benchmarks run, to native code.
//
// Each loop takes the addresses of its buffers, in Arrow's layout: for each column its values, or its offsets and its
// bytes; then the same for the result. There are no NULLs.

#include "money.c"
#include "numbers.c"
#include "text.c"

// All else is hidden in native code: what another library might replace is never inlined.
#define LOOP(name) __attribute__((visibility("default"))) void name##_loop(void *const *buffers, int32_t rows)
#define EACH_ROW for (int32_t i = 0; i < rows; i++)

// A string's two arguments.
#define TEXT(offsets, bytes, i) (bytes) + (offsets)[i], (uint32_t)((offsets)[(i) + 1] - (offsets)[i])

// What a call costs that does nothing.
void empty(void) {}

LOOP(disc_price) {
  const double *price = buffers[0], *discount = buffers[1];
  double *restrict result = buffers[2];
  EACH_ROW result[i] = disc_price(price[i], discount[i]);
}

LOOP(taxed_price) {
  const double *price = buffers[0], *discount = buffers[1], *tax = buffers[2];
  double *restrict result = buffers[3];
  EACH_ROW result[i] = taxed_price(price[i], discount[i], tax[i]);
}

LOOP(promo_disc) {
  const int32_t *offsets = buffers[0];
  const uint8_t *types = buffers[1];
  const double *price = buffers[2], *discount = buffers[3];
  double *restrict result = buffers[4];
  EACH_ROW result[i] = promo_disc(TEXT(offsets, types, i), price[i], discount[i]);
}

LOOP(disc_price_dec) {
  const int64_t *price = buffers[0], *discount = buffers[1];
  int64_t *restrict result = buffers[2];
  EACH_ROW result[i] = disc_price_dec(price[i], discount[i]);
}

LOOP(taxed_price_dec) {
  const int64_t *price = buffers[0], *discount = buffers[1], *tax = buffers[2];
  int64_t *restrict result = buffers[3];
  EACH_ROW result[i] = taxed_price_dec(price[i], discount[i], tax[i]);
}

LOOP(promo_disc_dec) {
  const int32_t *offsets = buffers[0];
  const uint8_t *types = buffers[1];
  const int64_t *price = buffers[2], *discount = buffers[3];
  int64_t *restrict result = buffers[4];
  EACH_ROW result[i] = promo_disc_dec(TEXT(offsets, types, i), price[i], discount[i]);
}

// A column of booleans is a bitmap, the first row in the lowest bit.
LOOP(is_shipped_before) {
  const int32_t *shipped = buffers[0], *day = buffers[1];
  uint8_t *restrict result = buffers[2];
  for (int32_t i = 0; i < rows; i += 8) {
    int32_t end = rows - i < 8 ? rows - i : 8;
    uint8_t bits = 0;
    for (int32_t k = 0; k < end; k++) bits |= is_shipped_before(shipped[i + k], day[i + k]) << k;
    result[i / 8] = bits;
  }
}

LOOP(gcd) {
  const int64_t *a = buffers[0], *b = buffers[1];
  int64_t *restrict result = buffers[2];
  EACH_ROW result[i] = gcd(a[i], b[i]);
}

LOOP(mandelbrot) {
  const double *x = buffers[0], *y = buffers[1];
  int32_t *restrict result = buffers[2];
  EACH_ROW result[i] = mandelbrot(x[i], y[i]);
}

LOOP(levenshtein) {
  const int32_t *a_offsets = buffers[0], *b_offsets = buffers[2];
  const uint8_t *a = buffers[1], *b = buffers[3];
  int32_t *restrict result = buffers[4];
  EACH_ROW result[i] = levenshtein(TEXT(a_offsets, a, i), TEXT(b_offsets, b, i));
}

// A string comes back with the lower half of its address alone, which in native code says how far it is from anything
// else in this library.
static const uint8_t *located(uint64_t varchar) {
  static const uint8_t here;
  return &here + (int32_t)((uint32_t)(varchar >> 32) - (uint32_t)(uintptr_t)&here);
}

LOOP(mask_email) {
  const int32_t *offsets = buffers[0];
  const uint8_t *addresses = buffers[1];
  int32_t *restrict result_offsets = buffers[2];
  uint8_t *restrict result = buffers[3];
  int32_t end = 0;
  EACH_ROW {
    uint64_t masked = mask_email(TEXT(offsets, addresses, i));
    const uint8_t *from = located(masked);
    uint32_t length = (uint32_t)masked;
    result_offsets[i] = end;
    for (uint32_t k = 0; k < length; k++) result[end + k] = from[k];
    end += length;
  }
  result_offsets[rows] = end;
}

LOOP(fnv1a) {
  const int32_t *offsets = buffers[0];
  const uint8_t *texts = buffers[1];
  int64_t *restrict result = buffers[2];
  EACH_ROW result[i] = fnv1a(TEXT(offsets, texts, i));
}
