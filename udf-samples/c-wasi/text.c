// Functions with the C library: memory, text, output and sorting as in any program. A VARCHAR argument arrives as a
// pointer to its bytes and how many they are; a VARCHAR result leaves as one 64-bit value, pointer << 32 | length.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define SPACE " \t\n\v\f\r"

// The most words that sort_words takes: what its stack has room for.
#define MAX_WORDS 1000

// Ends the call with a message.
__attribute__((import_module("wasmudf"), import_name("fail"), noreturn)) void fail(const char *message, size_t length);

static int compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

// sort_words(text VARCHAR) RETURNS VARCHAR: the words between white space, in the order of their bytes, with one space
// between them. As in all of C, a text ends at a zero byte. Fails if there are more than 1,000 words.
EXPORT("sort_words") uint64_t sort_words(const char *text, size_t length) {
  static char *result;
  char *words[MAX_WORDS];
  size_t count = 0;
  // The last result has served; it had to stay until now.
  free(result);
  result = malloc(length + 1);
  char *copy = malloc(length + 1);
  if (!copy || !result) abort();
  memcpy(copy, text, length);
  copy[length] = 0;
  for (char *word = strtok(copy, SPACE); word; word = strtok(NULL, SPACE)) {
    if (count == MAX_WORDS) {
      char message[64];
      int written = snprintf(message, sizeof message, "more than %d words", MAX_WORDS);
      fail(message, (size_t)written);
    }
    words[count++] = word;
  }
  qsort(words, count, sizeof *words, compare);
  size_t end = 0;
  for (size_t i = 0; i < count; i++) {
    if (i > 0) result[end++] = ' ';
    size_t size = strlen(words[i]);
    memcpy(result + end, words[i], size);
    end += size;
  }
  free(copy);
  return (uint64_t)(uintptr_t)result << 32 | end;
}

// collatz(n BIGINT) RETURNS INTEGER: steps to 1 by halving what is even and taking 3n + 1 of what is odd. Says so in the
// log and returns -1 if n isn't positive; exits if a step doesn't fit 64 bits.
EXPORT("collatz") int32_t collatz(int64_t n) {
  if (n <= 0) {
    fprintf(stderr, "collatz(%lld) is undefined\n", (long long)n);
    return -1;
  }
  int32_t steps = 0;
  for (uint64_t value = (uint64_t)n; value != 1; steps++) {
    if (value % 2 == 0) {
      value /= 2;
    } else if (value > (UINT64_MAX - 1) / 3) {
      fprintf(stderr, "collatz(%lld) leaves 64 bits\n", (long long)n);
      exit(3);
    } else {
      value = 3 * value + 1;
    }
  }
  return steps;
}
