// What a function of records gets and returns: the columns of a batch, and a place where records are put one by one.
#pragma once

#include "arrow.h"
#include "heap.h"

#include <stdbool.h>

// The columns that come, children of the input.
enum { IN_TOPIC, IN_PARTITION, IN_OFFSET, IN_TIMESTAMP, IN_TIMESTAMP_TYPE, IN_KEY, IN_VALUE, IN_HEADERS };

// The columns that are returned, children of the output.
enum { OUT_TOPIC, OUT_PARTITION, OUT_TIMESTAMP, OUT_KEY, OUT_VALUE, OUT_HEADERS, OUT_SOURCE, OUT_COLUMNS };

// Some bytes; without any where they are NULL.
struct text {
  const uint8_t *bytes;
  uint32_t length;
};

#define NULL_TEXT ((struct text){0, 0})
#define TEXT(literal) ((struct text){(const uint8_t *)(literal), sizeof(literal) - 1})

static inline bool is_null(const struct ArrowArray *column, uint32_t row) {
  const uint8_t *valid = column->buffers[0];
  return valid && !(valid[row / 8] >> row % 8 & 1);
}

// A topic, key or value, or one of a header.
static inline struct text text_at(const struct ArrowArray *column, uint32_t row) {
  const uint32_t *ends = column->buffers[1];
  if (is_null(column, row)) return NULL_TEXT;
  return (struct text){(const uint8_t *)column->buffers[2] + ends[row], ends[row + 1] - ends[row]};
}

static inline int64_t timestamp_at(const struct ArrowArray *input, uint32_t row) {
  return ((const int64_t *)input->children[IN_TIMESTAMP]->buffers[1])[row];
}

// A column that is being filled. Its buffers are used again by the next batch.
struct column {
  struct buffer valid, slots, data; // slots are the ends of texts and lists, or numbers
  uint32_t rows, nulls, bytes;
  const void *buffers[3];
  struct ArrowArray array;
};

static inline void put_valid(struct column *column, bool valid) {
  uint32_t place = column->rows / 8, bit = column->rows % 8;
  uint8_t *bytes = grown(&column->valid, place, place + 1);
  if (bit == 0) bytes[place] = 0;
  bytes[place] |= valid << bit;
  column->nulls += !valid;
  column->rows++;
}

static inline void put_int32(struct column *column, bool valid, int32_t value) {
  uint32_t used = column->rows * 4;
  *(int32_t *)(grown(&column->slots, used, used + 4) + used) = value;
  put_valid(column, valid);
}

static inline void put_int64(struct column *column, bool valid, int64_t value) {
  uint32_t used = column->rows * 8;
  *(int64_t *)(grown(&column->slots, used, used + 8) + used) = value;
  put_valid(column, valid);
}

// Ends follow a first one, which is 0.
static inline void put_end(struct column *column, bool valid, uint32_t end) {
  uint32_t place = (column->rows + 1) * 4;
  uint8_t *ends = grown(&column->slots, column->rows ? place : 0, place + 4);
  *(uint32_t *)ends = 0;
  *(uint32_t *)(ends + place) = end;
  put_valid(column, valid);
}

static inline void put_text(struct column *column, struct text text) {
  if (text.length > INT32_MAX - column->bytes) __builtin_trap();
  uint32_t end = column->bytes + text.length;
  __builtin_memcpy(grown(&column->data, column->bytes, end) + column->bytes, text.bytes, text.length);
  column->bytes = end;
  put_end(column, text.bytes != 0, end);
}

// Makes an array of a column.
static inline struct ArrowArray *array_of(struct column *column, uint32_t buffers, uint32_t children, struct ArrowArray **child) {
  column->buffers[0] = column->nulls ? column->valid.bytes : 0;
  column->buffers[1] = column->slots.bytes;
  column->buffers[2] = column->data.bytes;
  column->array = (struct ArrowArray){.length = column->rows, .null_count = column->nulls, .n_buffers = buffers, .n_children = children, .buffers = column->buffers, .children = child};
  return &column->array;
}

// Records that are being made.
static struct column made[OUT_COLUMNS], made_headers, header_keys, header_values;

// Begins with none.
static inline void begin_records(void) {
  struct column *all[] = {&made_headers, &header_keys, &header_values};
  for (uint32_t i = 0; i < OUT_COLUMNS; i++) made[i].rows = made[i].nulls = made[i].bytes = 0;
  for (uint32_t i = 0; i < 3; i++) all[i]->rows = all[i]->nulls = all[i]->bytes = 0;
}

#define SAME_TOPIC NULL_TEXT
#define ANY_PARTITION (-1)
#define SAME_TIMESTAMP INT64_MIN

// Adds a header to the record that is put next.
static inline void put_header(struct text key, struct text value) {
  put_text(&header_keys, key);
  put_text(&header_values, value);
  made_headers.rows++;
}

// Puts a record, with the headers that were put before it, or those of the record that it comes from.
static inline void put_record(uint32_t source, struct text topic, int32_t partition, int64_t timestamp, struct text key, struct text value, bool same_headers) {
  put_text(&made[OUT_TOPIC], topic);
  put_int32(&made[OUT_PARTITION], partition != ANY_PARTITION, partition);
  put_int64(&made[OUT_TIMESTAMP], timestamp != SAME_TIMESTAMP, timestamp);
  put_text(&made[OUT_KEY], key);
  put_text(&made[OUT_VALUE], value);
  put_end(&made[OUT_HEADERS], !same_headers, made_headers.rows);
  put_int32(&made[OUT_SOURCE], true, (int32_t)source);
}

// The struct of columns.
static inline void set_columns(struct ArrowArray *output, uint32_t rows, struct ArrowArray **columns) {
  static const void *none[1];
  *output = (struct ArrowArray){.length = rows, .n_buffers = 1, .n_children = OUT_COLUMNS, .buffers = none, .children = columns};
}

// Returns what was put. Everything lies in buffers that the next batch uses again, so there is nothing to release.
static inline void end_records(struct ArrowArray *output) {
  static struct ArrowArray *columns[OUT_COLUMNS], *parts[2], *entries[1];
  parts[0] = array_of(&header_keys, 3, 0, 0);
  parts[1] = array_of(&header_values, 3, 0, 0);
  entries[0] = array_of(&made_headers, 1, 2, parts);
  for (uint32_t i = 0; i < OUT_COLUMNS; i++) columns[i] = array_of(&made[i], 2, 0, 0);
  made[OUT_TOPIC].array.n_buffers = made[OUT_KEY].array.n_buffers = made[OUT_VALUE].array.n_buffers = 3;
  array_of(&made[OUT_HEADERS], 2, 1, entries);
  set_columns(output, made[OUT_SOURCE].rows, columns);
}
