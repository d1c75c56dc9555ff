//! Functions of records: one that passes them on, and one that routes orders.

pub mod arrow;
pub mod records;

use arrow::ArrowArray;
use records::{Made, Output, Record, Records};
use std::alloc::Layout;
use std::cell::RefCell;

/// The most digits of an amount that isn't large.
const SMALL_DIGITS: usize = 3;

const MILLIS: i64 = 1000;

#[used]
#[unsafe(link_section = "wasmudf.functions")]
static FUNCTIONS: [u8; 50] = *b"RECORDS FUNCTION identity\nRECORDS FUNCTION orders\n";

thread_local! {
    static OUTPUT: RefCell<Output> = RefCell::default();
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

/// Each record as it came.
///
/// # Safety
/// Both are what the host hands over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn identity__records(input: &ArrowArray, output: &mut ArrowArray) -> i32 {
    let pass = |record: Record, to: &mut Output| {
        to.put(&Made {
            partition: Some(record.partition()),
            ..Made::of(record)
        })
    };
    unsafe { transform(input, output, pass) }
}

/// Orders, `customer,amount`: each goes to the topic `orders`, by customer, and also to `large` if its amount has more
/// than three bytes. What has no comma goes to `rejected`, and says why in a header; what has no value at all goes
/// nowhere.
///
/// # Safety
/// Both are what the host hands over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn orders__records(input: &ArrowArray, output: &mut ArrowArray) -> i32 {
    unsafe { transform(input, output, route) }
}

fn route(record: Record, to: &mut Output) {
    let Some(value) = record.value() else { return };
    let Some(comma) = value.iter().position(|byte| *byte == b',') else {
        let reason: (&[u8], Option<&[u8]>) = (b"reason", Some(b"no comma"));
        to.put(&Made {
            topic: Some("rejected"),
            headers: Some(record.headers().chain([reason]).collect()),
            ..Made::of(record)
        });
        return;
    };
    let order = Made {
        topic: Some("orders"),
        key: Some(&value[..comma]),
        value: Some(&value[comma + 1..]),
        ..Made::of(record)
    };
    to.put(&order);
    if value.len() - comma - 1 > SMALL_DIGITS {
        to.put(&Made {
            topic: Some("large"),
            partition: Some(0),
            timestamp: Some(record.timestamp().max(0) / MILLIS * MILLIS),
            headers: Some(vec![(b"topic", Some(record.topic().as_bytes()))]),
            ..order
        });
    }
}

unsafe fn transform(
    input: &ArrowArray,
    output: &mut ArrowArray,
    each: impl Fn(Record, &mut Output),
) -> i32 {
    OUTPUT.with_borrow_mut(|made| {
        made.clear();
        unsafe { Records::new(input) }
            .iter()
            .for_each(|record| each(record, made));
        made.write(output);
    });
    0
}
