;; Functions for batches over arrays that are made of others. An ArrowArray has its length at 0, nulls at 8, offset at 16,
;; number of buffers at 24 and of children at 32, buffers at 40, children at 44, dictionary at 48, release at 52.
(module
  (memory (export "memory") 16)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $release)
  (global $released (mut i32) (i32.const 0))

  (func $release (param $array i32)
    (global.set $released (i32.add (global.get $released) (i32.const 1)))
    (i32.store offset=52 (local.get $array) (i32.const 0)))
  ;; released() RETURNS INTEGER: how often this instance was asked to release something.
  (func (export "released") (result i32)
    (global.get $released))

  (func $child (param $array i32) (param $index i32) (result i32)
    (i32.load
      (i32.add (i32.load offset=44 (local.get $array)) (i32.shl (local.get $index) (i32.const 2)))))
  (func $buffer (param $array i32) (param $index i32) (result i32)
    (i32.load
      (i32.add (i32.load offset=40 (local.get $array)) (i32.shl (local.get $index) (i32.const 2)))))
  (func $number (param $input i32) (param $index i32) (result i32)
    (i32.load (call $buffer (call $child (local.get $input) (local.get $index)) (i32.const 1))))

  ;; echo(T) RETURNS T: the argument's own buffers, to be released.
  (func $echo (export "echo__batch") (param $input i32) (param $output i32) (result i32)
    (memory.copy (local.get $output) (call $child (local.get $input) (i32.const 0)) (i32.const 64))
    (i32.store offset=52 (local.get $output) (i32.const 1))
    (i32.const 0))

  ;; constant(T) RETURNS BOOLEAN: whether the argument is one, that is a child of one row.
  (func (export "constant__batch") (param $input i32) (param $output i32) (result i32)
    (i64.store (local.get $output) (i64.load (local.get $input)))
    (i64.store offset=24 (local.get $output) (i64.const 2))
    (i32.store offset=40 (local.get $output) (i32.const 1024))
    (i32.store (i32.const 1028) (i32.const 2048))
    (memory.fill
      (i32.const 2048)
      (select (i32.const 255) (i32.const 0)
        (i64.eq (i64.const 1) (i64.load (call $child (local.get $input) (i32.const 0)))))
      (i32.const 1024))
    (i32.const 0))

  ;; A function(T, steps INTEGER, at INTEGER, value BIGINT) RETURNS T is an echo in which something is overwritten in the
  ;; array that so many steps lead to, each to a first child.
  (func $at (param $input i32) (param $output i32) (result i32)
    (local $array i32) (local $steps i32)
    (drop (call $echo (local.get $input) (local.get $output)))
    (local.set $array (local.get $output))
    (local.set $steps (call $number (local.get $input) (i32.const 1)))
    (block $there
      (loop $down
        (br_if $there (i32.eqz (local.get $steps)))
        (local.set $array (call $child (local.get $array) (i32.const 0)))
        (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
        (br $down)))
    (local.get $array))
  (func $value (param $input i32) (result i64)
    (i64.load (call $buffer (call $child (local.get $input) (i32.const 3)) (i32.const 1))))

  ;; A field of the ArrowArray.
  (func (export "field__batch") (param $input i32) (param $output i32) (result i32)
    (local $at i32)
    (local.set $at
      (i32.add (call $at (local.get $input) (local.get $output)) (call $number (local.get $input) (i32.const 2))))
    (if (i32.lt_u (call $number (local.get $input) (i32.const 2)) (i32.const 40))
      (then (i64.store (local.get $at) (call $value (local.get $input))))
      (else (i32.store (local.get $at) (i32.wrap_i64 (call $value (local.get $input))))))
    (i32.const 0))
  ;; The address of a buffer.
  (func (export "pointer__batch") (param $input i32) (param $output i32) (result i32)
    (i32.store
      (i32.add
        (i32.load offset=40 (call $at (local.get $input) (local.get $output)))
        (i32.shl (call $number (local.get $input) (i32.const 2)) (i32.const 2)))
      (i32.wrap_i64 (call $value (local.get $input))))
    (i32.const 0))
  ;; The address of a child.
  (func (export "family__batch") (param $input i32) (param $output i32) (result i32)
    (i32.store
      (i32.add
        (i32.load offset=44 (call $at (local.get $input) (local.get $output)))
        (i32.shl (call $number (local.get $input) (i32.const 2)) (i32.const 2)))
      (i32.wrap_i64 (call $value (local.get $input))))
    (i32.const 0))
  ;; The second word of a buffer.
  (func (export "content__batch") (param $input i32) (param $output i32) (result i32)
    (i32.store offset=4
      (call $buffer
        (call $at (local.get $input) (local.get $output))
        (call $number (local.get $input) (i32.const 2)))
      (i32.wrap_i64 (call $value (local.get $input))))
    (i32.const 0))
  ;; The validity bitmap, which becomes one in which only the second row is set.
  (func (export "validity__batch") (param $input i32) (param $output i32) (result i32)
    (local $array i32)
    (local.set $array (call $at (local.get $input) (local.get $output)))
    (i64.store offset=8 (local.get $array) (i64.const -1))
    (i64.store (i32.const 2048) (i64.const 2))
    (i32.store (i32.load offset=40 (local.get $array)) (i32.const 2048))
    (i32.const 0))

  ;; bomb(T) RETURNS BOOLEAN ARRAY: each row has 400,000 elements, which are the same few bytes.
  (func (export "bomb__batch") (param $input i32) (param $output i32) (result i32)
    (local $rows i32) (local $i i32)
    (local.set $rows (i32.wrap_i64 (i64.load (local.get $input))))
    (block $done
      (loop $next
        (i32.store offset=4096 (i32.shl (local.get $i) (i32.const 2)) (i32.mul (local.get $i) (i32.const 400000)))
        (br_if $done (i32.eq (local.get $i) (local.get $rows)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i64.store (local.get $output) (i64.load (local.get $input)))
    (i64.store offset=24 (local.get $output) (i64.const 2))
    (i64.store offset=32 (local.get $output) (i64.const 1))
    (i32.store offset=40 (local.get $output) (i32.const 1024))
    (i32.store offset=44 (local.get $output) (i32.const 1032))
    (i32.store (i32.const 1028) (i32.const 4096))
    (i32.store (i32.const 1032) (i32.const 1088))
    (i64.store (i32.const 1088) (i64.mul (i64.load (local.get $input)) (i64.const 400000)))
    (i64.store (i32.const 1112) (i64.const 2))
    (i32.store (i32.const 1128) (i32.const 1040))
    (i32.store (i32.const 1044) (i32.const 4))
    (i32.const 0))

  ;; pairs(count INTEGER) RETURNS TABLE(half INTEGER ARRAY, n ROW(x INTEGER)): one batch of 3 rows.
  (global $left (mut i32) (i32.const 0))
  (func (export "pairs__open") (param $count i32) (result i32)
    (global.set $left (local.get $count))
    (i32.const 7))
  (func (export "pairs__next") (param $handle i32) (param $output i32) (result i32)
    (if (i32.eqz (global.get $left)) (then (return (i32.const 0))))
    (global.set $left (i32.sub (global.get $left) (i32.const 1)))
    (memory.fill (i32.const 65536) (i32.const 0) (i32.const 4096))
    ;; The values 1 to 6 at 65536, the offsets 1, 1, 3, 6 at 65568; a column of them at 65600.
    (i32.store (i32.const 65536) (i32.const 1))
    (i32.store (i32.const 65540) (i32.const 2))
    (i32.store (i32.const 65544) (i32.const 3))
    (i32.store (i32.const 65548) (i32.const 4))
    (i32.store (i32.const 65552) (i32.const 5))
    (i32.store (i32.const 65556) (i32.const 6))
    (i32.store (i32.const 65568) (i32.const 1))
    (i32.store (i32.const 65572) (i32.const 1))
    (i32.store (i32.const 65576) (i32.const 3))
    (i32.store (i32.const 65580) (i32.const 6))
    (i32.store (i32.const 66564) (i32.const 65536))
    (call $array (i32.const 65600) (i64.const 6) (i64.const 2) (i32.const 66560) (i64.const 0) (i32.const 0))
    ;; The list at 65664, the row at 65728.
    (i32.store (i32.const 66572) (i32.const 65568))
    (i32.store (i32.const 66624) (i32.const 65600))
    (call $array (i32.const 65664) (i64.const 3) (i64.const 2) (i32.const 66568) (i64.const 1) (i32.const 66624))
    (call $array (i32.const 65728) (i64.const 3) (i64.const 1) (i32.const 66576) (i64.const 1) (i32.const 66624))
    (i32.store (i32.const 66628) (i32.const 65664))
    (i32.store (i32.const 66632) (i32.const 65728))
    (call $array (local.get $output) (i64.const 3) (i64.const 1) (i32.const 66576) (i64.const 2) (i32.const 66628))
    (i32.store offset=52 (local.get $output) (i32.const 1))
    (i32.const 3))
  (func (export "pairs__close") (param $handle i32))
  (func $array (param $at i32) (param $rows i64) (param $buffers i64) (param $list i32) (param $children i64)
    (param $family i32)
    (i64.store (local.get $at) (local.get $rows))
    (i64.store offset=24 (local.get $at) (local.get $buffers))
    (i64.store offset=32 (local.get $at) (local.get $children))
    (i32.store offset=40 (local.get $at) (local.get $list))
    (i32.store offset=44 (local.get $at) (local.get $family))))
