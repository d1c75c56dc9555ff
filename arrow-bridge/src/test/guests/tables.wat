;; Table functions with the columns n BIGINT and low INTEGER. A call of series is known by the address of 24 bytes: the
;; next number, the one after the last, and how many rows a batch has.
(module
  (import "wasmudf" "fail" (func $fail (param i32 i32)))
  (memory (export "memory") 2)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $release)
  (data (i32.const 512) "no such series")
  (global $live (mut i32) (i32.const 0))
  (global $released (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 1024))
  (global $at (mut i32) (i32.const 0))
  (global $value (mut i64) (i64.const 0))

  (func $release (param $array i32)
    (global.set $released (i32.add (global.get $released) (i32.const 1))))

  ;; live() and released(), both RETURNS INTEGER: how many calls are not closed, how many batches were released.
  (func (export "live") (result i32)
    (global.get $live))
  (func (export "released") (result i32)
    (global.get $released))

  ;; series(n BIGINT, batch INTEGER): the numbers from 0 to n - 1, so many in a batch; a negative n is refused.
  (func $open (export "series__open") (param $n i64) (param $batch i32) (result i32)
    (global.set $live (i32.add (global.get $live) (i32.const 1)))
    (global.set $last
      (select (i32.const 1024) (i32.add (global.get $last) (i32.const 24))
        (i32.gt_u (global.get $last) (i32.const 2000))))
    (i64.store (global.get $last) (i64.const 0))
    (i64.store offset=8 (global.get $last) (local.get $n))
    (i32.store offset=16 (global.get $last) (local.get $batch))
    (global.get $last))

  (func $column (param $struct i32) (param $rows i64) (param $buffers i32) (param $data i32)
    (memory.fill (local.get $struct) (i32.const 0) (i32.const 64))
    (i64.store (local.get $struct) (local.get $rows))
    (i64.store offset=24 (local.get $struct) (i64.const 2))
    (i32.store offset=40 (local.get $struct) (local.get $buffers))
    (i32.store (local.get $buffers) (i32.const 0))
    (i32.store offset=4 (local.get $buffers) (local.get $data)))

  (func $next (export "series__next") (param $handle i32) (param $output i32) (result i32)
    (local $rows i32) (local $i i32) (local $number i64)
    (if (i64.lt_s (i64.load offset=8 (local.get $handle)) (i64.const 0))
      (then (call $fail (i32.const 512) (i32.const 14))))
    (local.set $rows (i32.load offset=16 (local.get $handle)))
    (if (i32.lt_s (local.get $rows) (i32.const 0))
      (then (return (local.get $rows))))
    (local.set $number (i64.load (local.get $handle)))
    (if (i64.lt_s
          (i64.sub (i64.load offset=8 (local.get $handle)) (local.get $number))
          (i64.extend_i32_s (local.get $rows)))
      (then
        (local.set $rows
          (i32.wrap_i64 (i64.sub (i64.load offset=8 (local.get $handle)) (local.get $number))))))
    (loop $numbers
      (if (i32.lt_s (local.get $i) (local.get $rows))
        (then
          (i64.store offset=16384 (i32.shl (local.get $i) (i32.const 3)) (local.get $number))
          (i64.store32 offset=90112 (i32.shl (local.get $i) (i32.const 2)) (local.get $number))
          (local.set $number (i64.add (local.get $number) (i64.const 1)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $numbers))))
    (i64.store (local.get $handle) (local.get $number))
    (call $column (i32.const 4096) (i64.extend_i32_s (local.get $rows)) (i32.const 4240) (i32.const 16384))
    (call $column (i32.const 4160) (i64.extend_i32_s (local.get $rows)) (i32.const 4256) (i32.const 90112))
    (i32.store (i32.const 4224) (i32.const 4096))
    (i32.store (i32.const 4228) (i32.const 4160))
    (i64.store (local.get $output) (i64.extend_i32_s (local.get $rows)))
    (i64.store offset=24 (local.get $output) (i64.const 1))
    (i64.store offset=32 (local.get $output) (i64.const 2))
    (i32.store offset=40 (local.get $output) (i32.const 4272))
    (i32.store offset=44 (local.get $output) (i32.const 4224))
    (i32.store offset=52 (local.get $output) (i32.const 1))
    (local.get $rows))

  (func $close (export "series__close") (param i32)
    (global.set $live (i32.sub (global.get $live) (i32.const 1))))

  ;; liar(at INTEGER, value BIGINT): 3 rows, with a field of the batch's ArrowArray overwritten; at 100 or more, one of
  ;; its first column's.
  (func (export "liar__open") (param $at i32) (param $value i64) (result i32)
    (global.set $at (local.get $at))
    (global.set $value (local.get $value))
    (call $open (i64.const 3) (i32.const 3)))
  (func (export "liar__next") (param $handle i32) (param $output i32) (result i32)
    (local $rows i32) (local $field i32)
    (local.set $rows (call $next (local.get $handle) (local.get $output)))
    (local.set $field (i32.rem_u (global.get $at) (i32.const 100)))
    (if (i32.ge_u (global.get $at) (i32.const 100))
      (then (local.set $output (i32.const 4096))))
    (if (i32.lt_u (local.get $field) (i32.const 40))
      (then (i64.store (i32.add (local.get $output) (local.get $field)) (global.get $value)))
      (else
        (i32.store (i32.add (local.get $output) (local.get $field)) (i32.wrap_i64 (global.get $value)))))
    (local.get $rows))
  (func (export "liar__close") (param i32))

  ;; spin(): next never comes back.
  (func (export "spin__open") (result i32)
    (i32.const 0))
  (func (export "spin__next") (param i32 i32) (result i32)
    (loop $ever (br $ever))
    (unreachable))
  (func (export "spin__close") (param i32)))
