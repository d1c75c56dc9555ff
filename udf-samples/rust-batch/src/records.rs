//! What a function of records gets and returns.

use crate::arrow::{ArrowArray, Column};

/// A batch of records, as the host hands it over.
pub struct Records<'a>(&'a ArrowArray);

impl<'a> Records<'a> {
    /// # Safety
    /// The array is the input of a function of records.
    pub unsafe fn new(input: &'a ArrowArray) -> Self {
        Records(input)
    }

    pub fn iter(&self) -> impl Iterator<Item = Record<'a>> {
        let batch = self.0;
        (0..batch.length as usize).map(move |row| Record { batch, row })
    }
}

/// A record of a batch.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    batch: &'a ArrowArray,
    /// Its number in the batch.
    pub row: usize,
}

impl<'a> Record<'a> {
    fn column(&self, index: usize) -> &'a ArrowArray {
        unsafe { self.batch.child(index) }
    }

    pub fn topic(&self) -> &'a str {
        let bytes = unsafe { self.column(0).bytes(self.row) };
        unsafe { str::from_utf8_unchecked(bytes.unwrap_or_default()) }
    }

    pub fn partition(&self) -> i32 {
        unsafe { self.column(1).number(self.row) }
    }

    pub fn offset(&self) -> i64 {
        unsafe { self.column(2).number(self.row) }
    }

    /// Milliseconds since 1970-01-01 UTC; -1 for none.
    pub fn timestamp(&self) -> i64 {
        unsafe { self.column(3).number(self.row) }
    }

    pub fn timestamp_type(&self) -> i32 {
        unsafe { self.column(4).number(self.row) }
    }

    pub fn key(&self) -> Option<&'a [u8]> {
        unsafe { self.column(5).bytes(self.row) }
    }

    pub fn value(&self) -> Option<&'a [u8]> {
        unsafe { self.column(6).bytes(self.row) }
    }

    /// The headers' keys and values.
    pub fn headers(&self) -> impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)> {
        let headers = self.column(7);
        let (range, entries) = unsafe { (headers.range(self.row), headers.child(0)) };
        range.map(move |i| unsafe {
            (
                entries.child(0).bytes(i).unwrap_or_default(),
                entries.child(1).bytes(i),
            )
        })
    }
}

/// A record that is made of one.
pub struct Made<'a> {
    /// The record's number in the batch.
    pub source: usize,
    /// None for that of the source.
    pub topic: Option<&'a str>,
    /// None to leave it to the producer.
    pub partition: Option<i32>,
    /// None for that of the source.
    pub timestamp: Option<i64>,
    pub key: Option<&'a [u8]>,
    pub value: Option<&'a [u8]>,
    /// None for those of the source.
    pub headers: Option<Vec<(&'a [u8], Option<&'a [u8]>)>>,
}

impl<'a> Made<'a> {
    /// The same record, for any partition.
    pub fn of(record: Record<'a>) -> Self {
        Made {
            source: record.row,
            topic: None,
            partition: None,
            timestamp: None,
            key: record.key(),
            value: record.value(),
            headers: None,
        }
    }
}

const HEADERS: usize = 5;

/// Records that are being made, in buffers that the next batch uses again.
#[derive(Default)]
pub struct Output {
    columns: [Column; 7],
    headers: Column,
    header_keys: Column,
    header_values: Column,
    arrays: Vec<ArrowArray>,
    pointers: Vec<*const ArrowArray>,
    no_bitmap: [usize; 1],
}

impl Output {
    pub fn clear(&mut self) {
        let [a, b, c] = [
            &mut self.headers,
            &mut self.header_keys,
            &mut self.header_values,
        ];
        self.columns
            .iter_mut()
            .chain([a, b, c])
            .for_each(Column::clear);
    }

    pub fn put(&mut self, made: &Made) {
        let [topic, partition, timestamp, key, value, headers, source] = &mut self.columns;
        topic.put_bytes(made.topic.map(str::as_bytes));
        partition.put_i32(made.partition);
        timestamp.put_i64(made.timestamp);
        key.put_bytes(made.key);
        value.put_bytes(made.value);
        for (key, value) in made.headers.iter().flatten() {
            self.header_keys.put_bytes(Some(key));
            self.header_values.put_bytes(*value);
            self.headers.put_struct();
        }
        headers.put_end(made.headers.is_some(), self.headers.rows());
        source.put_i32(Some(made.source as i32));
    }

    /// Describes what was put, until more is.
    pub fn write(&mut self, output: &mut ArrowArray) {
        // All arrays first, so that none moves when another one points to it: keys, values and entries of headers, then
        // the columns.
        self.arrays.clear();
        self.pointers.clear();
        self.arrays.reserve_exact(10);
        self.pointers.reserve_exact(10);
        let at = self.arrays.as_ptr();
        self.pointers.extend((0..10).map(|i| unsafe { at.add(i) }));
        self.arrays.push(self.header_keys.array(3, &[]));
        self.arrays.push(self.header_values.array(3, &[]));
        self.arrays
            .push(self.headers.array(1, &self.pointers[0..2]));
        for (i, column) in self.columns.iter_mut().enumerate() {
            let children = if i == HEADERS {
                &self.pointers[2..3]
            } else {
                &[]
            };
            self.arrays
                .push(column.array(if matches!(i, 0 | 3 | 4) { 3 } else { 2 }, children));
        }
        let rows = self.columns[0].rows();
        let no_bitmap = unsafe { std::slice::from_raw_parts(self.no_bitmap.as_ptr().cast(), 1) };
        *output = ArrowArray::new(rows, 0, no_bitmap, &self.pointers[3..]);
    }
}
