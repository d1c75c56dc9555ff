// Functions in AssemblyScript. Its strings are UTF-16, so texts are decoded and encoded on the way.

// What was returned last, which has to stay until the next call.
let returned: ArrayBuffer = new ArrayBuffer(0);

function text(pointer: usize, length: i32): string {
  return String.UTF8.decodeUnsafe(pointer, length);
}

function result(text: string): u64 {
  returned = String.UTF8.encode(text);
  return ((changetype<usize>(returned) as u64) << 32) | (returned.byteLength as u64);
}

// reverse_words(text VARCHAR) RETURNS VARCHAR: the parts between single spaces, the last first.
export function reverse_words(pointer: usize, length: i32): u64 {
  return result(text(pointer, length).split(" ").reverse().join(" "));
}

// roman(n INTEGER) RETURNS VARCHAR: in Roman numerals, from 1 to 3,999; fails for others.
export function roman(n: i32): u64 {
  assert(n >= 1 && n <= 3999, "no Roman numeral for " + n.toString());
  const values: i32[] = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1];
  const numerals = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"];
  let roman = "";
  for (let i = 0; i < values.length; i++) {
    for (; n >= values[i]; n -= values[i]) {
      roman += numerals[i];
    }
  }
  return result(roman);
}

// leap_year(year INTEGER) RETURNS BOOLEAN: in the Gregorian calendar.
export function leap_year(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
