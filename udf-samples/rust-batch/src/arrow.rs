//! The Arrow C Data Interface on wasm32: counts have 64 bits, pointers 32.

use std::ptr;

#[repr(C)]
pub struct ArrowArray {
    pub length: i64,
    /// -1 where nobody has counted.
    pub null_count: i64,
    pub offset: i64,
    n_buffers: i64,
    n_children: i64,
    /// The validity bitmap, null without NULLs; then offsets, of strings and lists; then the data.
    buffers: *const *const u8,
    children: *const *const ArrowArray,
    dictionary: *const ArrowArray,
    /// Called by the host when it has copied what it wants; none for never.
    release: Option<extern "C" fn(*mut ArrowArray)>,
    private_data: *const u8,
}

const _: () = assert!(size_of::<ArrowArray>() == 64, "not the layout of wasm32");

impl ArrowArray {
    /// An array with nothing to release: buffers and children stay where they are until the next call.
    pub fn new(
        length: usize,
        nulls: usize,
        buffers: &[*const u8],
        children: &[*const ArrowArray],
    ) -> Self {
        ArrowArray {
            length: length as i64,
            null_count: nulls as i64,
            offset: 0,
            n_buffers: buffers.len() as i64,
            n_children: children.len() as i64,
            buffers: buffers.as_ptr(),
            children: children.as_ptr(),
            dictionary: ptr::null(),
            release: None,
            private_data: ptr::null(),
        }
    }

    /// # Safety
    /// The array is one of the host's, and has such a child.
    pub unsafe fn child(&self, index: usize) -> &ArrowArray {
        unsafe { &**self.children.add(index) }
    }

    /// # Safety
    /// The array is one of the host's, and has such a buffer.
    unsafe fn buffer<T>(&self, index: usize) -> *const T {
        unsafe { (*self.buffers.add(index)).cast() }
    }

    /// A number of a column.
    ///
    /// # Safety
    /// The array is one of the host's, of such numbers, and has such a row.
    pub unsafe fn number<T: Copy>(&self, row: usize) -> T {
        unsafe { *self.buffer::<T>(1).add(row) }
    }

    /// The bytes of a string or binary.
    ///
    /// # Safety
    /// The array is one of the host's, of strings or binaries, and has such a row.
    pub unsafe fn bytes(&self, row: usize) -> Option<&[u8]> {
        unsafe {
            let valid = self.buffer::<u8>(0);
            if !valid.is_null() && *valid.add(row / 8) >> (row % 8) & 1 == 0 {
                return None;
            }
            let ends = self.buffer::<i32>(1);
            let (from, to) = (*ends.add(row) as usize, *ends.add(row + 1) as usize);
            Some(std::slice::from_raw_parts(
                self.buffer::<u8>(2).add(from),
                to - from,
            ))
        }
    }

    /// Where a list begins and ends in its child.
    ///
    /// # Safety
    /// The array is one of the host's, of lists, and has such a row.
    pub unsafe fn range(&self, row: usize) -> std::ops::Range<usize> {
        unsafe { self.number::<i32>(row) as usize..self.number::<i32>(row + 1) as usize }
    }
}

/// A column that is filled value by value.
#[derive(Default)]
pub struct Column {
    valid: Vec<u8>,
    /// Numbers, or the ends of strings and lists, which follow a 0.
    slots: Vec<u8>,
    data: Vec<u8>,
    rows: usize,
    nulls: usize,
    buffers: [usize; 3],
}

impl Column {
    pub fn clear(&mut self) {
        self.valid.clear();
        self.slots.clear();
        self.data.clear();
        self.rows = 0;
        self.nulls = 0;
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    fn put_valid(&mut self, valid: bool) {
        let bit = self.rows % 8;
        if bit == 0 {
            self.valid.push(0);
        }
        if let Some(last) = self.valid.last_mut() {
            *last |= u8::from(valid) << bit;
        }
        self.nulls += usize::from(!valid);
        self.rows += 1;
    }

    pub fn put_i32(&mut self, value: Option<i32>) {
        self.slots.extend(value.unwrap_or_default().to_le_bytes());
        self.put_valid(value.is_some());
    }

    pub fn put_i64(&mut self, value: Option<i64>) {
        self.slots.extend(value.unwrap_or_default().to_le_bytes());
        self.put_valid(value.is_some());
    }

    pub fn put_bytes(&mut self, value: Option<&[u8]>) {
        self.data.extend(value.unwrap_or_default());
        self.put_end(value.is_some(), self.data.len());
    }

    /// Puts a list of all elements since the last one.
    pub fn put_end(&mut self, valid: bool, end: usize) {
        if self.rows == 0 {
            self.slots.extend([0; 4]);
        }
        self.slots.extend((end as i32).to_le_bytes());
        self.put_valid(valid);
    }

    /// Puts a struct, whose fields are in columns of their own.
    pub fn put_struct(&mut self) {
        self.put_valid(true);
    }

    /// The array, good for as long as nothing is put and the column stays where it is.
    pub fn array(&mut self, buffers: usize, children: &[*const ArrowArray]) -> ArrowArray {
        let bitmap = if self.nulls == 0 {
            ptr::null()
        } else {
            self.valid.as_ptr()
        };
        self.buffers = [bitmap, self.slots.as_ptr(), self.data.as_ptr()].map(|each| each as usize);
        let pointers: &[*const u8] =
            unsafe { std::slice::from_raw_parts(self.buffers.as_ptr().cast(), buffers) };
        ArrowArray::new(self.rows, self.nulls, pointers, children)
    }
}
