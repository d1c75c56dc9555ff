;; Functions for batches. An ArrowArray has its length at 0, nulls at 8, offset at 16, number of buffers at 24 and of
;; children at 32, buffers at 40, children at 44, dictionary at 48, release at 52.
(module
  (import "wasmudf" "fail" (func $fail (param i32 i32)))
  (memory (export "memory") 8)
  (table (export "__indirect_function_table") 4 funcref)
  (elem (i32.const 1) $release $trap $number)
  (data (i32.const 512) "no such batch")
  (global $released (mut i32) (i32.const 0))

  (func $release (param $array i32)
    (global.set $released (i32.add (global.get $released) (i32.const 1)))
    (i32.store offset=52 (local.get $array) (i32.const 0)))
  (func $trap (param $array i32)
    (unreachable))
  (func $number (result i32)
    (i32.const 4))

  (func $child (param $array i32) (param $index i32) (result i32)
    (i32.load
      (i32.add (i32.load offset=44 (local.get $array)) (i32.shl (local.get $index) (i32.const 2)))))
  (func $buffer (param $array i32) (param $index i32) (result i32)
    (i32.load
      (i32.add (i32.load offset=40 (local.get $array)) (i32.shl (local.get $index) (i32.const 2)))))

  ;; released() RETURNS INTEGER: how often this instance was asked to release something.
  (func (export "released") (result i32)
    (global.get $released))

  ;; twice(BIGINT) RETURNS BIGINT, in a buffer of its own; a constant is read again and again.
  (func (export "twice__batch") (param $input i32) (param $output i32) (result i32)
    (local $column i32) (local $from i32) (local $step i32) (local $to i32) (local $left i64)
    (local.set $column (call $child (local.get $input) (i32.const 0)))
    (local.set $left (i64.load (local.get $input)))
    (local.set $from (call $buffer (local.get $column) (i32.const 1)))
    (local.set $step
      (select (i32.const 8) (i32.const 0) (i64.eq (local.get $left) (i64.load (local.get $column)))))
    (local.set $to (i32.const 131072))
    (i64.store (local.get $output) (local.get $left))
    (i64.store offset=8 (local.get $output) (i64.const -1))
    (i64.store offset=24 (local.get $output) (i64.const 2))
    (i32.store offset=40 (local.get $output) (i32.const 1024))
    (i32.store (i32.const 1024)
      (select (call $buffer (local.get $column) (i32.const 0)) (i32.const 0) (local.get $step)))
    (i32.store (i32.const 1028) (local.get $to))
    (loop $rows
      (if (i64.ne (local.get $left) (i64.const 0))
        (then
          (i64.store (local.get $to) (i64.shl (i64.load (local.get $from)) (i64.const 1)))
          (local.set $from (i32.add (local.get $from) (local.get $step)))
          (local.set $to (i32.add (local.get $to) (i32.const 8)))
          (local.set $left (i64.sub (local.get $left) (i64.const 1)))
          (br $rows))))
    (i32.const 0))

  ;; echo(T) RETURNS T: the argument's own buffers, to be released.
  (func $echo (export "echo__batch") (param $input i32) (param $output i32) (result i32)
    (memory.copy (local.get $output) (call $child (local.get $input) (i32.const 0)) (i32.const 64))
    (i32.store offset=52 (local.get $output) (i32.const 1))
    (i32.const 0))
  ;; Also there in the plain form, which is another function.
  (func (export "echo") (param i64) (result i64)
    (i64.const 666))

  ;; unmasked(T) RETURNS T: as echo, but nothing is NULL.
  (func (export "unmasked__batch") (param $input i32) (param $output i32) (result i32)
    (drop (call $echo (local.get $input) (local.get $output)))
    (i64.store offset=8 (local.get $output) (i64.const 0))
    (i32.store (i32.load offset=40 (local.get $output)) (i32.const 0))
    (i32.const 0))

  ;; wrong(T) RETURNS T: without a length, to be released by what traps.
  (func (export "wrong__batch") (param $input i32) (param $output i32) (result i32)
    (i32.store offset=52 (local.get $output) (i32.const 2))
    (i32.const 0))

  ;; field(T, at INTEGER, value BIGINT) RETURNS T: as echo, with a field of the ArrowArray overwritten.
  (func (export "field__batch") (param $input i32) (param $output i32) (result i32)
    (local $at i32) (local $value i64)
    (drop (call $echo (local.get $input) (local.get $output)))
    (local.set $at (i32.load (call $buffer (call $child (local.get $input) (i32.const 1)) (i32.const 1))))
    (local.set $value (i64.load (call $buffer (call $child (local.get $input) (i32.const 2)) (i32.const 1))))
    (if (i32.lt_u (local.get $at) (i32.const 40))
      (then (i64.store (i32.add (local.get $output) (local.get $at)) (local.get $value)))
      (else
        (i32.store (i32.add (local.get $output) (local.get $at)) (i32.wrap_i64 (local.get $value)))))
    (i32.const 0))

  ;; pointer(T, index INTEGER, value BIGINT) RETURNS T: as echo, with the address of a buffer overwritten.
  (func (export "pointer__batch") (param $input i32) (param $output i32) (result i32)
    (drop (call $echo (local.get $input) (local.get $output)))
    (i32.store
      (i32.add
        (i32.load offset=40 (local.get $output))
        (i32.shl
          (i32.load (call $buffer (call $child (local.get $input) (i32.const 1)) (i32.const 1)))
          (i32.const 2)))
      (i32.wrap_i64
        (i64.load (call $buffer (call $child (local.get $input) (i32.const 2)) (i32.const 1)))))
    (i32.const 0))

  ;; content(T, index INTEGER, value BIGINT) RETURNS T: as echo, with the second word of a buffer overwritten.
  (func (export "content__batch") (param $input i32) (param $output i32) (result i32)
    (drop (call $echo (local.get $input) (local.get $output)))
    (i32.store offset=4
      (call $buffer (local.get $output)
        (i32.load (call $buffer (call $child (local.get $input) (i32.const 1)) (i32.const 1))))
      (i32.wrap_i64
        (i64.load (call $buffer (call $child (local.get $input) (i32.const 2)) (i32.const 1)))))
    (i32.const 0))

  ;; One that says what is wrong, one that doesn't, one that never ends, one that traps; and what has another type.
  (func (export "refuse__batch") (param i32 i32) (result i32)
    (call $fail (i32.const 512) (i32.const 13))
    (i32.const 1))
  (func (export "silent__batch") (param i32 i32) (result i32)
    (i32.const 7))
  (func (export "spin__batch") (param i32 i32) (result i32)
    (loop $ever (br $ever))
    (unreachable))
  (func (export "trap__batch") (param i32 i32) (result i32)
    (unreachable))
  (func (export "typed__batch") (param i32) (result i32)
    (i32.const 0)))
