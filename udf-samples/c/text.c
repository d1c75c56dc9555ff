// Functions over strings. A VARCHAR argument arrives as a pointer to its UTF-8 bytes and how many they are; a VARCHAR
// result leaves as one 64-bit value, pointer << 32 | length, and must stay in place until the next call.

#include <stdbool.h>
#include <stdint.h>

// The most code points that levenshtein takes: as many as its static buffers hold.
#define MAX_POINTS 1024

// No domain name is longer.
#define MAX_DOMAIN 255

static bool is_continuation(uint8_t byte) {
  return (byte & 0xC0) == 0x80;
}

static uint64_t varchar(const uint8_t *bytes, uint32_t length) {
  return (uint64_t)(uintptr_t)bytes << 32 | length;
}

static int32_t maximum(int32_t a, int32_t b) {
  return a > b ? a : b;
}

// Writes a text's code points from points[1] on and returns how many they are; traps if they are too many. A point is
// kept as its UTF-8 bytes side by side: they are compared and nothing else.
static int32_t split(const uint8_t *text, uint32_t length, uint32_t *points) {
  int32_t count = 0;
  uint32_t point = 0;
  for (uint32_t i = 0; i < length; i++) {
    if (!is_continuation(text[i])) {
      if (count == MAX_POINTS) __builtin_trap();
      point = 0;
      count++;
    }
    point = point << 8 | text[i];
    points[count] = point;
  }
  return count;
}

// levenshtein(a VARCHAR, b VARCHAR) RETURNS INTEGER: how many code points must be inserted, deleted or replaced to turn
// one text into the other. Traps if a text has more than 1024 code points.
//
// Instead of the edits it counts what is saved against deleting all of a and inserting all of b: 2 for a point that is
// kept, 1 for one that is replaced. The table then starts with zeros and a step right or down costs nothing to compute.
int32_t levenshtein(const uint8_t *a, uint32_t a_length, const uint8_t *b, uint32_t b_length) {
  static uint32_t a_points[MAX_POINTS + 1];
  static uint32_t b_points[MAX_POINTS + 1];
  static int32_t row[MAX_POINTS + 1];
  int32_t rows = split(a, a_length, a_points);
  int32_t columns = split(b, b_length, b_points);
  for (int32_t j = 1; j <= columns; j++) row[j] = 0;
  int32_t saved = 0;
  for (int32_t i = 1; i <= rows; i++) {
    uint32_t point = a_points[i];
    int32_t diagonal = 0;
    saved = 0;
    for (int32_t j = 1; j <= columns; j++) {
      int32_t above = row[j];
      saved = maximum(saved, maximum(above, diagonal + 1 + (b_points[j] == point)));
      row[j] = saved;
      diagonal = above;
    }
  }
  return rows + columns - saved;
}

// mask_email(address VARCHAR) RETURNS VARCHAR: a***@example.com for alice@example.com, keeping the first code point and
// the domain, which begins at the last @. What has no @, or more than 255 bytes after it, becomes ***.
uint64_t mask_email(const uint8_t *address, uint32_t length) {
  static uint8_t masked[4 + 3 + 1 + MAX_DOMAIN];
  uint32_t domain = length;
  while (domain > 0 && address[domain - 1] != '@') domain--;
  if (domain == 0 || length - domain > MAX_DOMAIN) return varchar((const uint8_t *)"***", 3);
  uint32_t at = domain - 1;
  uint32_t size = 0;
  if (at > 0) masked[size++] = address[0];
  while (size < at && size < 4 && is_continuation(address[size])) {
    masked[size] = address[size];
    size++;
  }
  for (int i = 0; i < 3; i++) masked[size++] = '*';
  for (uint32_t i = at; i < length; i++) masked[size++] = address[i];
  return varchar(masked, size);
}

// fnv1a(text VARCHAR) RETURNS BIGINT: the 64-bit FNV-1a hash of the UTF-8 bytes.
int64_t fnv1a(const uint8_t *text, uint32_t length) {
  uint64_t hash = 0xCBF29CE484222325;
  for (uint32_t i = 0; i < length; i++) {
    hash = (hash ^ text[i]) * 0x100000001B3;
  }
  return (int64_t)hash;
}
