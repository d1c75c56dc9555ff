// Memory for a guest without a C library: it is taken, and never given back.
#pragma once

#include <stdint.h>

#define PAGE_BYTES 65536

extern uint8_t __heap_base;

// Where nothing has been taken yet; nothing is given back.
static uintptr_t top = (uintptr_t)&__heap_base;

static void *take(uint32_t bytes) {
  uintptr_t start = (top + 15) & ~(uintptr_t)15;
  uintptr_t pages = __builtin_wasm_memory_size(0);
  if (bytes > UINT32_MAX - start) __builtin_trap();
  uintptr_t needed = (start + bytes + PAGE_BYTES - 1) / PAGE_BYTES;
  if (needed > pages && __builtin_wasm_memory_grow(0, needed - pages) == SIZE_MAX) return 0;
  top = start + bytes;
  return (void *)start;
}

// Room for the host's bytes. It asks for a larger block when one has become too small, twice the size.
void *wasmudf_alloc(uint32_t size, uint32_t align) {
  (void)align;
  return take(size);
}

void wasmudf_free(void *pointer, uint32_t size, uint32_t align) {
  (void)pointer, (void)size, (void)align;
}

// A buffer that is kept from one call to the next.
struct buffer {
  uint8_t *bytes;
  uint32_t capacity;
};

static uint8_t *room(struct buffer *buffer, uint32_t bytes) {
  if (buffer->capacity < bytes) {
    uint32_t doubled = bytes < UINT32_MAX / 2 ? bytes * 2 : bytes;
    buffer->bytes = take(doubled);
    if (!buffer->bytes) __builtin_trap();
    buffer->capacity = doubled;
  }
  return buffer->bytes;
}

// The same, with what it holds.
static inline uint8_t *grown(struct buffer *buffer, uint32_t used, uint32_t bytes) {
  uint8_t *before = buffer->bytes;
  uint8_t *now = room(buffer, bytes);
  if (now != before) __builtin_memcpy(now, before, used);
  return now;
}
