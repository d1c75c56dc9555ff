// The Arrow C Data Interface on wasm32: counts have 64 bits, pointers 32.
#pragma once

#include <stdint.h>

struct ArrowArray {
  int64_t length;
  int64_t null_count; // -1 where nobody has counted
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers; // the validity bitmap, 0 without NULLs; then offsets, of strings; then the data
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *); // called by the host when it has copied what it wants; 0 for never
  void *private_data;
};

_Static_assert(sizeof(struct ArrowArray) == 64, "not the layout of wasm32");
