// Functions of records: one that passes them on, and one that routes orders.

#include "records.h"

// What an amount has that isn't large.
#define SMALL_DIGITS 3

#define MILLIS 1000

__attribute__((section(".custom_section.wasmudf.functions"), used))
static const char functions[] = "RECORDS FUNCTION identity\nRECORDS FUNCTION orders\n";

// Each record as it came: the columns are the host's own, but for the last.
int32_t identity__records(const struct ArrowArray *input, struct ArrowArray *output) {
  static struct ArrowArray *columns[OUT_COLUMNS];
  static struct column sources;
  sources.rows = 0;
  for (uint32_t row = 0; row < input->length; row++) put_int32(&sources, true, (int32_t)row);
  columns[OUT_TOPIC] = input->children[IN_TOPIC];
  columns[OUT_PARTITION] = input->children[IN_PARTITION];
  columns[OUT_TIMESTAMP] = input->children[IN_TIMESTAMP];
  columns[OUT_KEY] = input->children[IN_KEY];
  columns[OUT_VALUE] = input->children[IN_VALUE];
  columns[OUT_HEADERS] = input->children[IN_HEADERS];
  columns[OUT_SOURCE] = array_of(&sources, 2, 0, 0);
  set_columns(output, sources.rows, columns);
  return 0;
}

static void put_rejected(const struct ArrowArray *input, uint32_t row, struct text value) {
  const struct ArrowArray *headers = input->children[IN_HEADERS];
  const struct ArrowArray *entries = headers->children[0];
  const uint32_t *ends = headers->buffers[1];
  for (uint32_t i = ends[row]; i < ends[row + 1]; i++) {
    put_header(text_at(entries->children[0], i), text_at(entries->children[1], i));
  }
  put_header(TEXT("reason"), TEXT("no comma"));
  put_record(row, TEXT("rejected"), ANY_PARTITION, SAME_TIMESTAMP, text_at(input->children[IN_KEY], row), value, false);
}

// Orders, `customer,amount`: each goes to the topic `orders`, by customer, and also to `large` if its amount has more than
// three bytes. What has no comma goes to `rejected`, and says why in a header; what has no value at all goes nowhere.
int32_t orders__records(const struct ArrowArray *input, struct ArrowArray *output) {
  begin_records();
  for (uint32_t row = 0; row < input->length; row++) {
    struct text value = text_at(input->children[IN_VALUE], row);
    if (!value.bytes) continue;
    uint32_t comma = 0;
    while (comma < value.length && value.bytes[comma] != ',') comma++;
    if (comma == value.length) {
      put_rejected(input, row, value);
      continue;
    }
    struct text customer = {value.bytes, comma};
    struct text amount = {value.bytes + comma + 1, value.length - comma - 1};
    put_record(row, TEXT("orders"), ANY_PARTITION, SAME_TIMESTAMP, customer, amount, true);
    if (amount.length > SMALL_DIGITS) {
      int64_t time = timestamp_at(input, row);
      put_header(TEXT("topic"), text_at(input->children[IN_TOPIC], row));
      put_record(row, TEXT("large"), 0, time < 0 ? 0 : time / MILLIS * MILLIS, customer, amount, false);
    }
  }
  end_records(output);
  return 0;
}
