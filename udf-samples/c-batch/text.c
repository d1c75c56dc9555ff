// A function in both forms, by the row and by the batch, and a table function.

#include "arrow.h"
#include "heap.h"

#include <stdbool.h>

// No domain name is longer.
#define MAX_DOMAIN 255

// What a masked address has beside its domain: a code point, three asterisks and the @.
#define MAX_MASK 8

#define MAX_ROWS 8192
#define MAX_TEXTS 64

static bool is_continuation(uint8_t byte) {
  return (byte & 0xC0) == 0x80;
}

static uint32_t mask(const uint8_t *address, uint32_t length, uint8_t *masked) {
  uint32_t domain = length;
  while (domain > 0 && address[domain - 1] != '@') domain--;
  uint32_t size = 0;
  bool hidden = domain == 0 || length - domain > MAX_DOMAIN;
  uint32_t at = hidden ? 0 : domain - 1;
  if (at > 0) masked[size++] = address[0];
  while (size < at && size < 4 && is_continuation(address[size])) {
    masked[size] = address[size];
    size++;
  }
  for (int i = 0; i < 3; i++) masked[size++] = '*';
  if (!hidden) {
    for (uint32_t i = at; i < length; i++) masked[size++] = address[i];
  }
  return size;
}

// mask_email(address VARCHAR) RETURNS VARCHAR, as in c/text.c.
uint64_t mask_email(const uint8_t *address, uint32_t length) {
  static uint8_t masked[MAX_MASK + MAX_DOMAIN];
  uint32_t size = mask(address, length, masked);
  return (uint64_t)(uintptr_t)masked << 32 | size;
}

// The same by the batch. NULLs stay what they are: the bitmap is the argument's. Everything lies in buffers that the next
// call uses again, so there is nothing to release.
int32_t mask_email__batch(const struct ArrowArray *input, struct ArrowArray *output) {
  static struct buffer offsets, data;
  static const void *buffers[3];
  const struct ArrowArray *column = input->children[0];
  const uint32_t *from = column->buffers[1];
  const uint8_t *text = column->buffers[2];
  uint32_t rows = (uint32_t)input->length;
  bool constant = column->length != input->length;
  uint64_t bytes = constant ? (uint64_t)(from[1] - from[0]) * rows : from[rows] - from[0];
  uint64_t longest = bytes + MAX_MASK * rows;
  if (longest > INT32_MAX) __builtin_trap();
  uint32_t *to = (uint32_t *)room(&offsets, (rows + 1) * sizeof(uint32_t));
  uint8_t *masked = room(&data, longest);
  uint32_t end = 0;
  to[0] = 0;
  for (uint32_t row = 0; row < rows; row++) {
    uint32_t place = constant ? 0 : row;
    end += mask(text + from[place], from[place + 1] - from[place], masked + end);
    to[row + 1] = end;
  }
  buffers[0] = constant ? 0 : column->buffers[0];
  buffers[1] = to;
  buffers[2] = masked;
  *output = (struct ArrowArray){.length = rows, .null_count = constant ? 0 : column->null_count, .n_buffers = 3, .buffers = buffers};
  return 0;
}

// A text that is being split; its copy, for what a call is given is gone after it.
static struct split {
  struct buffer text;
  uint32_t length, at;
  int32_t words;
  bool open;
} splits[MAX_TEXTS];

// split_words(text VARCHAR) RETURNS TABLE(word VARCHAR, pos INTEGER): the parts between spaces, counted from 1.
int32_t split_words__open(const uint8_t *text, uint32_t length) {
  for (int32_t handle = 0; handle < MAX_TEXTS; handle++) {
    struct split *split = &splits[handle];
    if (!split->open) {
      __builtin_memcpy(room(&split->text, length), text, length);
      *split = (struct split){.text = split->text, .length = length, .open = true};
      return handle;
    }
  }
  __builtin_trap();
}

int32_t split_words__next(int32_t handle, struct ArrowArray *output) {
  static uint32_t offsets[MAX_ROWS + 1];
  static int32_t positions[MAX_ROWS];
  static struct buffer data;
  static const void *none[1], *words[3], *numbers[2];
  static struct ArrowArray columns[2];
  static struct ArrowArray *children[2] = {&columns[0], &columns[1]};
  if ((uint32_t)handle >= MAX_TEXTS) __builtin_trap();
  struct split *split = &splits[handle];
  const uint8_t *text = split->text.bytes;
  uint8_t *bytes = room(&data, split->length);
  int32_t rows = 0;
  uint32_t end = 0;
  while (rows < MAX_ROWS) {
    while (split->at < split->length && text[split->at] == ' ') split->at++;
    if (split->at == split->length) break;
    while (split->at < split->length && text[split->at] != ' ') bytes[end++] = text[split->at++];
    positions[rows] = ++split->words;
    offsets[++rows] = end;
  }
  words[1] = offsets;
  words[2] = bytes;
  numbers[1] = positions;
  columns[0] = (struct ArrowArray){.length = rows, .n_buffers = 3, .buffers = words};
  columns[1] = (struct ArrowArray){.length = rows, .n_buffers = 2, .buffers = numbers};
  *output = (struct ArrowArray){.length = rows, .n_buffers = 1, .n_children = 2, .buffers = none, .children = children};
  return rows;
}

void split_words__close(int32_t handle) {
  if ((uint32_t)handle < MAX_TEXTS) splits[handle].open = false;
}
