//! Functions with loops over nothing but numbers.

#![no_std]

use core::panic::PanicInfo;

/// `gcd(a BIGINT, b BIGINT) RETURNS BIGINT`: the greatest common divisor, never negative; `gcd(a, 0)` is |a|, `gcd(0, 0)`
/// is 0. One value does not fit: 2^63, the divisor of -2^63 and itself or 0, wraps to -2^63.
#[unsafe(no_mangle)]
pub extern "C" fn gcd(a: i64, b: i64) -> i64 {
    let mut x = a.unsigned_abs();
    let mut y = b.unsigned_abs();
    while y != 0 {
        (x, y) = (y, x % y);
    }
    x as i64
}

/// `mandelbrot(x DOUBLE, y DOUBLE) RETURNS INTEGER`: the number of steps z = z * z + c, from z = 0 and with c = x + iy,
/// that it takes until |z| is no longer at most 2; 100 where it still is after 100.
#[unsafe(no_mangle)]
pub extern "C" fn mandelbrot(x: f64, y: f64) -> i32 {
    let (mut re, mut im) = (0.0, 0.0);
    let mut steps = 0;
    while steps < 100 && re * re + im * im <= 4.0 {
        (re, im) = (re * re - im * im + x, 2.0 * re * im + y);
        steps += 1;
    }
    steps
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
