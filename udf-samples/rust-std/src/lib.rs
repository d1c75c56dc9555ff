//! Functions with Rust's standard library: strings, hash maps, formatting, and panics whose message reaches the
//! statement.

use std::alloc::Layout;
use std::cell::RefCell;
use std::collections::HashMap;
use std::panic;

#[link(wasm_import_module = "wasmudf")]
unsafe extern "C" {
    /// Ends the call with a message.
    #[link_name = "fail"]
    fn wasmudf_fail(message: *const u8, length: usize) -> !;
}

thread_local! {
    /// The last text that was returned, which has to stay until the next call.
    static RETURNED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Called once, before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn _initialize() {
    panic::set_hook(Box::new(|info| fail(&info.to_string())));
}

/// Room for the host's bytes.
#[unsafe(no_mangle)]
pub extern "C" fn wasmudf_alloc(size: usize, align: usize) -> *mut u8 {
    match Layout::from_size_align(size.max(1), align) {
        Ok(layout) => unsafe { std::alloc::alloc(layout) },
        Err(_) => std::ptr::null_mut(),
    }
}

/// # Safety
/// The block came from [`wasmudf_alloc`] with the same size and alignment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wasmudf_free(block: *mut u8, size: usize, align: usize) {
    if let Ok(layout) = Layout::from_size_align(size.max(1), align) {
        unsafe { std::alloc::dealloc(block, layout) }
    }
}

fn fail(message: &str) -> ! {
    unsafe { wasmudf_fail(message.as_ptr(), message.len()) }
}

/// # Safety
/// The bytes are readable, and UTF-8, as those of a VARCHAR are.
unsafe fn text<'a>(pointer: *const u8, length: usize) -> &'a str {
    unsafe { str::from_utf8_unchecked(std::slice::from_raw_parts(pointer, length)) }
}

fn varchar(text: String) -> u64 {
    RETURNED.with_borrow_mut(|returned| {
        *returned = text;
        (returned.as_ptr() as u64) << 32 | returned.len() as u64
    })
}

/// `top_word(text VARCHAR) RETURNS VARCHAR`: the most frequent of the words between white space and how often it is
/// there, such as `the (3)`; of several the first in the order of their bytes. Empty if there are no words.
///
/// # Safety
/// As for [`text`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn top_word(pointer: *const u8, length: usize) -> u64 {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in unsafe { text(pointer, length) }.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let top = counts.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then(b.cmp(a)));
    varchar(top.map_or(String::new(), |(word, count)| format!("{word} ({count})")))
}

/// `seconds(duration VARCHAR) RETURNS BIGINT`: of a duration such as `1h 30m 15s`. Fails if it is none.
///
/// # Safety
/// As for [`text`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seconds(pointer: *const u8, length: usize) -> i64 {
    let duration = unsafe { text(pointer, length) };
    duration.split_whitespace().fold(0, |sum, part| {
        part_seconds(part)
            .and_then(|seconds| i64::checked_add(sum, seconds))
            .unwrap_or_else(|| fail(&format!("{duration:?} is no duration: look at {part:?}")))
    })
}

fn part_seconds(part: &str) -> Option<i64> {
    let (number, unit) = part.split_at_checked(part.len().checked_sub(1)?)?;
    let scale = match unit {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        _ => return None,
    };
    number.parse::<u32>().ok().map(|number| i64::from(number) * scale)
}

/// `nth_prime(n INTEGER) RETURNS INTEGER`: 2 for 1, 3 for 2, 5 for 3. Panics if n is not from 1 to 10,000.
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: i32) -> i32 {
    assert!((1..=10_000).contains(&n), "there is no prime number {n} here");
    let mut primes: Vec<i32> = Vec::with_capacity(n as usize);
    let mut candidate = 2;
    while primes.len() < n as usize {
        if primes.iter().take_while(|p| **p * **p <= candidate).all(|p| candidate % p != 0) {
            primes.push(candidate);
        }
        candidate += 1;
    }
    primes[n as usize - 1]
}
