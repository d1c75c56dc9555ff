// Aggregate functions: what each row adds to, and what a group comes to.
//
// A group's state is a struct that the host keeps in this module's memory: it makes room for it, has it initialised, and
// hands its address to every other function. NULLs never arrive here.

#include <stdint.h>

// sum_charge(price DOUBLE, discount DOUBLE, tax DOUBLE) RETURNS DOUBLE: the sum of the discounted prices with the tax on
// top, as in TPC-H's Q1; 0 for no rows.

int32_t sum_charge__state_size(void) {
  return sizeof(double);
}

void sum_charge__init(double *sum) {
  *sum = 0;
}

void sum_charge__update(double *sum, double price, double discount, double tax) {
  *sum += price * (1 - discount) * (1 + tax);
}

void sum_charge__merge(double *sum, const double *other) {
  *sum += *other;
}

double sum_charge__finish(const double *sum) {
  return *sum;
}

// sum_charge_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2), tax DECIMAL(15, 2)) RETURNS DECIMAL(18, 6): the same,
// exact. It wraps at 64 bits, beyond what its type can hold. Being exact, it can take rows out again.

int32_t sum_charge_dec__state_size(void) {
  return sizeof(int64_t);
}

void sum_charge_dec__init(int64_t *sum) {
  *sum = 0;
}

void sum_charge_dec__update(int64_t *sum, int64_t price, int64_t discount, int64_t tax) {
  *sum += price * (100 - discount) * (100 + tax);
}

void sum_charge_dec__retract(int64_t *sum, int64_t price, int64_t discount, int64_t tax) {
  *sum -= price * (100 - discount) * (100 + tax);
}

void sum_charge_dec__merge(int64_t *sum, const int64_t *other) {
  *sum += *other;
}

int64_t sum_charge_dec__finish(const int64_t *sum) {
  return *sum;
}

// longest(text VARCHAR) RETURNS VARCHAR: the text with the most bytes, and of several the first in the order of their
// bytes; empty for no rows. Its state points to a copy of the text, so it has a way to save states and to load them.

typedef struct {
  uint8_t *text;
  uint32_t length;
} Longest;

void *wasmudf_alloc(uint32_t size, uint32_t align);
void wasmudf_free(void *pointer, uint32_t size, uint32_t align);

static int compare(const uint8_t *a, const uint8_t *b, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    if (a[i] != b[i]) {
      return a[i] < b[i] ? -1 : 1;
    }
  }
  return 0;
}

static uint64_t string(const uint8_t *pointer, uint32_t length) {
  return (uint64_t)(uintptr_t)pointer << 32 | length;
}

static void forget(Longest *state) {
  if (state->length > 0) {
    wasmudf_free(state->text, state->length, 1);
  }
  *state = (Longest){0, 0};
}

int32_t longest__state_size(void) {
  return sizeof(Longest);
}

void longest__init(Longest *state) {
  *state = (Longest){0, 0};
}

void longest__update(Longest *state, const uint8_t *text, uint32_t length) {
  if (length < state->length || (length == state->length && compare(text, state->text, length) >= 0)) {
    return;
  }
  forget(state);
  uint8_t *copy = wasmudf_alloc(length, 1);
  if (!copy) {
    __builtin_trap();
  }
  for (uint32_t i = 0; i < length; i++) {
    copy[i] = text[i];
  }
  *state = (Longest){copy, length};
}

// Nobody asks for the other state again, so what it points to is given up here.
void longest__merge(Longest *state, Longest *other) {
  longest__update(state, other->text, other->length);
  forget(other);
}

uint64_t longest__finish(const Longest *state) {
  return string(state->text, state->length);
}

uint64_t longest__save(const Longest *state) {
  return string(state->text, state->length);
}

void longest__load(Longest *state, const uint8_t *text, uint32_t length) {
  longest__init(state);
  longest__update(state, text, length);
}

// The allocator, for the host's bytes and for copies of texts: blocks of powers of two, each size with a list of those
// that are free.

#define PAGE 65536
#define SMALLEST 4

typedef struct Free {
  struct Free *next;
} Free;

static Free *free_blocks[32];
static uint8_t *next;
static uint8_t *end;

static uint32_t size_class(uint32_t size) {
  return size <= 1u << SMALLEST ? SMALLEST : 32 - __builtin_clz(size - 1);
}

void *wasmudf_alloc(uint32_t size, uint32_t align) {
  (void)align; // Never more than 16, which every block has.
  if (size > 1u << 30) {
    return 0;
  }
  uint32_t class = size_class(size);
  Free *block = free_blocks[class];
  if (block) {
    free_blocks[class] = block->next;
    return block;
  }
  uint32_t bytes = 1u << class;
  if ((uint32_t)(end - next) < bytes) {
    // Much at once: a memory that grows is copied.
    uint32_t pages = __builtin_wasm_memory_size(0);
    uint32_t more = (bytes + PAGE - 1) / PAGE + pages / 4;
    if (__builtin_wasm_memory_grow(0, more) == (uint32_t)-1) {
      more = (bytes + PAGE - 1) / PAGE;
      if (__builtin_wasm_memory_grow(0, more) == (uint32_t)-1) {
        return 0;
      }
    }
    if (end != (uint8_t *)(uintptr_t)(pages * PAGE)) {
      next = (uint8_t *)(uintptr_t)(pages * PAGE);
    }
    end = (uint8_t *)(uintptr_t)((pages + more) * PAGE);
  }
  uint8_t *pointer = next;
  next += bytes;
  return pointer;
}

void wasmudf_free(void *pointer, uint32_t size, uint32_t align) {
  (void)align;
  Free *block = pointer;
  uint32_t class = size_class(size);
  block->next = free_blocks[class];
  free_blocks[class] = block;
}
