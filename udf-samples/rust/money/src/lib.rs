//! Prices with discounts and taxes, as in TPC-H: each once for DOUBLE and once for DECIMAL(15, 2).
//!
//! A DECIMAL argument arrives as its unscaled value: 12.34 as DECIMAL(15, 2) is 1234, and 1 is 100. The product of values
//! with scales 2 and 2 has scale 4, so a result is exact without any rounding. Products wrap at 64 bits, which no price
//! below 4.6 trillion with a discount and a tax between 0 and 1 comes near.

#![no_std]

use core::panic::PanicInfo;
use core::slice;

/// `disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE`: the price less the discount, which is a fraction of it.
#[unsafe(no_mangle)]
pub extern "C" fn disc_price(price: f64, discount: f64) -> f64 {
    price * (1.0 - discount)
}

/// `taxed_price(price DOUBLE, discount DOUBLE, tax DOUBLE) RETURNS DOUBLE`: the discounted price with the tax on top.
#[unsafe(no_mangle)]
pub extern "C" fn taxed_price(price: f64, discount: f64, tax: f64) -> f64 {
    price * (1.0 - discount) * (1.0 + tax)
}

/// `promo_disc(type VARCHAR, price DOUBLE, discount DOUBLE) RETURNS DOUBLE`: the discounted price of a part whose type
/// starts with PROMO, 0 for any other.
///
/// # Safety
/// The type's bytes are readable and nobody writes them meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn promo_disc(
    kind: *const u8,
    length: usize,
    price: f64,
    discount: f64,
) -> f64 {
    if is_promotion(unsafe { bytes(kind, length) }) {
        disc_price(price, discount)
    } else {
        0.0
    }
}

/// `disc_price_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2)) RETURNS DECIMAL(18, 4)`
#[unsafe(no_mangle)]
pub extern "C" fn disc_price_dec(price: i64, discount: i64) -> i64 {
    price.wrapping_mul(100_i64.wrapping_sub(discount))
}

/// `taxed_price_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2), tax DECIMAL(15, 2)) RETURNS DECIMAL(18, 6)`
#[unsafe(no_mangle)]
pub extern "C" fn taxed_price_dec(price: i64, discount: i64, tax: i64) -> i64 {
    disc_price_dec(price, discount).wrapping_mul(100_i64.wrapping_add(tax))
}

/// `promo_disc_dec(type VARCHAR, price DECIMAL(15, 2), discount DECIMAL(15, 2)) RETURNS DECIMAL(18, 4)`
///
/// # Safety
/// The type's bytes are readable and nobody writes them meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn promo_disc_dec(
    kind: *const u8,
    length: usize,
    price: i64,
    discount: i64,
) -> i64 {
    if is_promotion(unsafe { bytes(kind, length) }) {
        disc_price_dec(price, discount)
    } else {
        0
    }
}

/// `is_shipped_before(shipped DATE, day DATE) RETURNS BOOLEAN`: whether the shipping date is earlier than the day, both
/// in days since 1970-01-01.
#[unsafe(no_mangle)]
pub extern "C" fn is_shipped_before(shipped: i32, day: i32) -> bool {
    shipped < day
}

fn is_promotion(kind: &[u8]) -> bool {
    matches!(kind, [b'P', b'R', b'O', b'M', b'O', ..])
}

/// An argument's bytes; the pointer to none of them may be anything.
unsafe fn bytes<'a>(pointer: *const u8, length: usize) -> &'a [u8] {
    if length == 0 {
        &[]
    } else {
        unsafe { slice::from_raw_parts(pointer, length) }
    }
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
