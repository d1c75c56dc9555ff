// A guest as compilers make them: an import, data, a table of functions, a heap, names.
#define EXPORT(name) __attribute__((export_name(name)))

__attribute__((import_module("wasmudf"), import_name("log"))) void
host_log(int level, const char *message, int length);

typedef double (*Operation)(double, double);

static double plus(double a, double b) { return a + b; }
static double minus(double a, double b) { return a - b; }
static double times(double a, double b) { return a * b; }

static Operation operations[] = {plus, minus, times};
static const char *names[] = {"plus", "minus", "times"};
static unsigned counter;

EXPORT("calculate")
double calculate(int operation, double a, double b) {
  if ((unsigned)operation >= 3) {
    static const char message[] = "no such operation";
    host_log(3, message, sizeof message - 1);
    __builtin_trap();
  }
  counter++;
  return operations[operation](a, b);
}

EXPORT("name_length")
int name_length(int operation) {
  int length = 0;
  for (const char *c = names[operation % 3]; *c; c++) {
    length++;
  }
  return length;
}

EXPORT("days_in_month")
int days_in_month(int year, int month) {
  switch (month) {
    case 1: return 31;
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    case 3: host_log(1, "march", 5); return 31;
    case 4: return counter ? 30 : -30;
    case 5: return 31;
    case 6: host_log(1, "june", 4); return 30;
    default: return (int)(signed char)month;
  }
}

EXPORT("levenshtein")
int levenshtein(const unsigned char *a, int m, const unsigned char *b, int n) {
  int row[65];
  if (n > 64) {
    return -1;
  }
  for (int j = 0; j <= n; j++) {
    row[j] = j;
  }
  for (int i = 1; i <= m; i++) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j <= n; j++) {
      int cost = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      int step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
      row[j] = cost < step ? cost : step;
    }
  }
  return row[n];
}

EXPORT("round_half_up")
long long round_half_up(double value) { return (long long)(value + 0.5); }

extern unsigned char __heap_base;
static unsigned top;

EXPORT("wasmudf_alloc")
void *wasmudf_alloc(unsigned size, unsigned align) {
  unsigned base = top ? top : (unsigned)&__heap_base;
  base = (base + align - 1) & -align;
  unsigned pages = __builtin_wasm_memory_size(0);
  if (base + size > pages << 16 && __builtin_wasm_memory_grow(0, (size >> 16) + 1) == -1UL) {
    return 0;
  }
  top = base + size;
  return (void *)base;
}

EXPORT("wasmudf_free")
void wasmudf_free(void *block, unsigned size, unsigned align) {
  __builtin_memset(block, 0, size);
}
