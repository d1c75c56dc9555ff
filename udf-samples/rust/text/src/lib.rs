//! Functions over strings. A VARCHAR argument arrives as a pointer to its UTF-8 bytes and how many they are; a VARCHAR
//! result leaves as one 64-bit value, pointer << 32 | length, and must stay in place until the next call.

#![no_std]

use core::arch::wasm32::unreachable;
use core::panic::PanicInfo;
use core::slice;

/// The most code points that [`levenshtein`] takes: as many as its static buffers hold.
const MAX_POINTS: usize = 1024;

/// No domain name is longer.
const MAX_DOMAIN: usize = 255;

/// `levenshtein(a VARCHAR, b VARCHAR) RETURNS INTEGER`: how many code points must be inserted, deleted or replaced to
/// turn one text into the other. Traps if a text has more than 1024 code points.
///
/// # Safety
/// Both texts' bytes are readable and nobody writes them meanwhile; there is one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn levenshtein(
    a: *const u8,
    a_length: usize,
    b: *const u8,
    b_length: usize,
) -> i32 {
    static mut ROWS: [u32; MAX_POINTS] = [0; MAX_POINTS];
    static mut COLUMNS: [u32; MAX_POINTS] = [0; MAX_POINTS];
    static mut ROW: [i32; MAX_POINTS] = [0; MAX_POINTS];
    let (a, b) = unsafe { (bytes(a, a_length), bytes(b, b_length)) };
    let rows = split(a, unsafe { &mut *(&raw mut ROWS) });
    let columns = split(b, unsafe { &mut *(&raw mut COLUMNS) });
    let edits_saved = saved(rows, columns, unsafe { &mut *(&raw mut ROW) });
    (rows.len() + columns.len()) as i32 - edits_saved
}

/// Counts, instead of the edits, what is saved against deleting all of one text and inserting all of the other: 2 for a
/// point that is kept, 1 for one that is replaced. The table then starts with zeros and a step right or down costs
/// nothing to compute.
fn saved(rows: &[u32], columns: &[u32], row: &mut [i32; MAX_POINTS]) -> i32 {
    let row = &mut row[..columns.len()];
    row.fill(0);
    let mut saved = 0;
    for point in rows {
        let mut diagonal = 0;
        saved = 0;
        for (cell, other) in row.iter_mut().zip(columns) {
            let above = *cell;
            saved = saved.max(above.max(diagonal + 1 + i32::from(other == point)));
            *cell = saved;
            diagonal = above;
        }
    }
    saved
}

/// A text's code points; traps if they are too many. A point is kept as its UTF-8 bytes side by side: they are compared
/// and nothing else.
fn split<'a>(text: &[u8], points: &'a mut [u32; MAX_POINTS]) -> &'a [u32] {
    let mut count = 0;
    for character in characters(text) {
        let Some(point) = points.get_mut(count) else {
            unreachable()
        };
        *point = character
            .iter()
            .fold(0, |point, byte| point << 8 | u32::from(*byte));
        count += 1;
    }
    &points[..count]
}

/// `mask_email(address VARCHAR) RETURNS VARCHAR`: `a***@example.com` for `alice@example.com`, keeping the first code
/// point and the domain, which begins at the last @. What has no @, or more than 255 bytes after it, becomes `***`.
///
/// # Safety
/// The address's bytes are readable and nobody writes them meanwhile; there is one thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mask_email(address: *const u8, length: usize) -> u64 {
    static mut MASKED: [u8; 4 + 3 + 1 + MAX_DOMAIN] = [0; 4 + 3 + 1 + MAX_DOMAIN];
    let address = unsafe { bytes(address, length) };
    match address.iter().rposition(|byte| *byte == b'@') {
        Some(at) if address.len() - at <= 1 + MAX_DOMAIN => {
            let (local, domain) = address.split_at(at);
            let first = characters(local).next().unwrap_or_default();
            let text = first.iter().take(4).chain(b"***").chain(domain);
            let masked = unsafe { &mut *(&raw mut MASKED) };
            let mut size = 0;
            for (to, from) in masked.iter_mut().zip(text) {
                *to = *from;
                size += 1;
            }
            varchar(&masked[..size])
        }
        _ => varchar(b"***"),
    }
}

/// `fnv1a(text VARCHAR) RETURNS BIGINT`: the 64-bit FNV-1a hash of the UTF-8 bytes.
///
/// # Safety
/// The text's bytes are readable and nobody writes them meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fnv1a(text: *const u8, length: usize) -> u64 {
    unsafe { bytes(text, length) }
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
        })
}

/// The UTF-8 bytes of each code point.
fn characters(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.chunk_by(|_, next| next & 0xC0 == 0x80)
}

/// An argument's bytes; the pointer to none of them may be anything.
unsafe fn bytes<'a>(pointer: *const u8, length: usize) -> &'a [u8] {
    if length == 0 {
        &[]
    } else {
        unsafe { slice::from_raw_parts(pointer, length) }
    }
}

fn varchar(text: &[u8]) -> u64 {
    (text.as_ptr() as u64) << 32 | text.len() as u64
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    unreachable()
}
