;; Functions of records. An ArrowArray has its length at 0, nulls at 8, offset at 16, number of buffers at 24 and of
;; children at 32, buffers at 40, children at 44, dictionary at 48, release at 52. The columns that come are topic,
;; partition, offset, timestamp, timestamp type, key, value and headers; those that go are topic, partition, timestamp,
;; key, value, headers and source.
(module
  (import "wasmudf" "fail" (func $fail (param i32 i32)))
  (memory (export "memory") 8)
  (table (export "__indirect_function_table") 3 funcref)
  (elem (i32.const 1) $release $trap)
  (data (i32.const 512) "no such batch")
  (global $released (mut i32) (i32.const 0))

  ;; At 1024 the children of what is returned, at 1088 buffers, from 2048 on arrays; sources in pages 2 to 4, and only
  ;; zeros in pages 5 to 7.
  (global $children i32 (i32.const 1024))
  (global $sources i32 (i32.const 131072))
  (global $zeros i32 (i32.const 327680))

  (func $release (param $array i32)
    (global.set $released (i32.add (global.get $released) (i32.const 1)))
    (i32.store offset=52 (local.get $array) (i32.const 0)))
  (func $trap (param $array i32)
    (unreachable))

  (func $child (param $array i32) (param $index i32) (result i32)
    (i32.load
      (i32.add (i32.load offset=44 (local.get $array)) (i32.shl (local.get $index) (i32.const 2)))))
  (func $buffer (param $array i32) (param $index i32) (result i32)
    (i32.load
      (i32.add (i32.load offset=40 (local.get $array)) (i32.shl (local.get $index) (i32.const 2)))))

  (func $array
    (param $at i32) (param $rows i32) (param $count i32) (param $buffers i32)
    (param $many i32) (param $children i32)
    (memory.fill (local.get $at) (i32.const 0) (i32.const 64))
    (i64.store (local.get $at) (i64.extend_i32_u (local.get $rows)))
    (i64.store offset=24 (local.get $at) (i64.extend_i32_u (local.get $count)))
    (i64.store offset=32 (local.get $at) (i64.extend_i32_u (local.get $many)))
    (i32.store offset=40 (local.get $at) (local.get $buffers))
    (i32.store offset=44 (local.get $at) (local.get $children)))

  (func $set_child (param $index i32) (param $array i32)
    (i32.store
      (i32.add (global.get $children) (i32.shl (local.get $index) (i32.const 2)))
      (local.get $array)))

  ;; The column of sources, whose values are there already, and the struct of all columns.
  (func $finish (param $output i32) (param $rows i32)
    (i32.store (i32.const 1088) (i32.const 0))
    (i32.store (i32.const 1092) (global.get $sources))
    (call $array
      (i32.const 2048) (local.get $rows) (i32.const 2) (i32.const 1088) (i32.const 0) (i32.const 0))
    (call $set_child (i32.const 6) (i32.const 2048))
    (i32.store (i32.const 1096) (i32.const 0))
    (call $array
      (local.get $output) (local.get $rows) (i32.const 1) (i32.const 1096)
      (i32.const 7) (global.get $children)))

  ;; The columns that came, each row from the one that is as far from its end.
  (func $pass (param $input i32) (param $output i32) (param $back i32)
    (local $rows i32) (local $i i32)
    (local.set $rows (i32.wrap_i64 (i64.load (local.get $input))))
    (call $set_child (i32.const 0) (call $child (local.get $input) (i32.const 0)))
    (call $set_child (i32.const 1) (call $child (local.get $input) (i32.const 1)))
    (call $set_child (i32.const 2) (call $child (local.get $input) (i32.const 3)))
    (call $set_child (i32.const 3) (call $child (local.get $input) (i32.const 5)))
    (call $set_child (i32.const 4) (call $child (local.get $input) (i32.const 6)))
    (call $set_child (i32.const 5) (call $child (local.get $input) (i32.const 7)))
    (loop $more
      (if (i32.lt_u (local.get $i) (local.get $rows))
        (then
          (i32.store
            (i32.add (global.get $sources) (i32.shl (local.get $i) (i32.const 2)))
            (select
              (i32.sub (i32.sub (local.get $rows) (i32.const 1)) (local.get $i))
              (local.get $i)
              (local.get $back)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $more))))
    (call $finish (local.get $output) (local.get $rows)))

  ;; released() RETURNS INTEGER: how often this instance was asked to release something.
  (func (export "released") (result i32)
    (global.get $released))

  ;; Each record as it came, to be released.
  (func (export "echo__records") (param $input i32) (param $output i32) (result i32)
    (call $pass (local.get $input) (local.get $output) (i32.const 0))
    (i32.store offset=52 (local.get $output) (i32.const 1))
    (i32.const 0))

  ;; The same, said to come from the last record on.
  (func $back (export "back__records") (param $input i32) (param $output i32) (result i32)
    (call $pass (local.get $input) (local.get $output) (i32.const 1))
    (i32.const 0))

  ;; Nothing; the array stays as the host made it.
  (func (export "drop__records") (param $input i32) (param $output i32) (result i32)
    (i32.const 0))

  ;; As many records of each as the first value says, an i64, all of whose columns are NULL.
  (func (export "blank__records") (param $input i32) (param $output i32) (result i32)
    (local $rows i32) (local $each i32) (local $i i32)
    (local.set $each (i32.wrap_i64 (call $argument (local.get $input) (i32.const 0))))
    (local.set $rows
      (i32.mul (local.get $each) (i32.wrap_i64 (i64.load (local.get $input)))))
    (loop $more
      (if (i32.lt_u (local.get $i) (local.get $rows))
        (then
          (i32.store
            (i32.add (global.get $sources) (i32.shl (local.get $i) (i32.const 2)))
            (i32.div_u (local.get $i) (local.get $each)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $more))))
    ;; Three buffers of zeros do for every column: a bitmap, offsets or numbers, and data.
    (i32.store (i32.const 1104) (global.get $zeros))
    (i32.store (i32.const 1108) (global.get $zeros))
    (i32.store (i32.const 1112) (global.get $zeros))
    (call $blank (i32.const 0) (local.get $rows) (i32.const 3))
    (call $blank (i32.const 1) (local.get $rows) (i32.const 2))
    (call $blank (i32.const 2) (local.get $rows) (i32.const 2))
    (call $blank (i32.const 3) (local.get $rows) (i32.const 3))
    (call $blank (i32.const 4) (local.get $rows) (i32.const 3))
    (call $blank (i32.const 5) (local.get $rows) (i32.const 2))
    ;; The headers' entries, of which there are none.
    (i32.store (i32.const 1116) (i32.const 2624))
    (i64.store (i32.const 2464) (i64.const 1))
    (i32.store (i32.const 2476) (i32.const 1116))
    (i32.store (i32.const 1120) (i32.const 2688))
    (i32.store (i32.const 1124) (i32.const 2688))
    (call $array
      (i32.const 2624) (i32.const 0) (i32.const 1) (i32.const 1104) (i32.const 2) (i32.const 1120))
    (call $array
      (i32.const 2688) (i32.const 0) (i32.const 3) (i32.const 1104) (i32.const 0) (i32.const 0))
    (call $finish (local.get $output) (local.get $rows))
    (i32.const 0))
  (func $blank (param $column i32) (param $rows i32) (param $count i32)
    (local $at i32)
    (local.set $at (i32.add (i32.const 2112) (i32.shl (local.get $column) (i32.const 6))))
    (call $array
      (local.get $at) (local.get $rows) (local.get $count) (i32.const 1104) (i32.const 0) (i32.const 0))
    (i64.store offset=8 (local.get $at) (i64.const -1))
    (call $set_child (local.get $column) (local.get $at)))

  ;; The i64 of that number in the first value.
  (func $argument (param $input i32) (param $index i32) (result i64)
    (i64.load
      (i32.add
        (call $buffer (call $child (local.get $input) (i32.const 6)) (i32.const 2))
        (i32.shl (local.get $index) (i32.const 3)))))

  ;; What the first argument means: a column of the output, or 7 the output itself, 8 the headers' entries, 9 and 10
  ;; their keys and values.
  (func $meant (param $input i32) (param $output i32) (result i32)
    (local $column i32)
    (local.set $column (i32.wrap_i64 (call $argument (local.get $input) (i32.const 0))))
    (if (i32.lt_u (local.get $column) (i32.const 7))
      (then (return (call $child (local.get $output) (local.get $column)))))
    (if (i32.eq (local.get $column) (i32.const 7)) (then (return (local.get $output))))
    (local.set $output
      (call $child (call $child (local.get $output) (i32.const 5)) (i32.const 0)))
    (if (i32.eq (local.get $column) (i32.const 8)) (then (return (local.get $output))))
    (call $child (local.get $output) (i32.sub (local.get $column) (i32.const 9))))

  ;; As back, with a field of an array overwritten: which array, at which offset, and with what, are the first three
  ;; arguments.
  (func (export "field__records") (param $input i32) (param $output i32) (result i32)
    (local $array i32) (local $at i32) (local $value i64)
    (drop (call $back (local.get $input) (local.get $output)))
    (local.set $array (call $meant (local.get $input) (local.get $output)))
    (local.set $at (i32.wrap_i64 (call $argument (local.get $input) (i32.const 1))))
    (local.set $value (call $argument (local.get $input) (i32.const 2)))
    (if (i32.lt_u (local.get $at) (i32.const 40))
      (then (i64.store (i32.add (local.get $array) (local.get $at)) (local.get $value)))
      (else
        (i32.store (i32.add (local.get $array) (local.get $at)) (i32.wrap_i64 (local.get $value)))))
    (i32.const 0))

  ;; The same, with the address of a buffer overwritten, in an array whose NULLs nobody has counted.
  (func (export "pointer__records") (param $input i32) (param $output i32) (result i32)
    (local $array i32)
    (drop (call $back (local.get $input) (local.get $output)))
    (local.set $array (call $meant (local.get $input) (local.get $output)))
    (i64.store offset=8 (local.get $array) (i64.const -1))
    (i32.store
      (i32.add
        (i32.load offset=40 (local.get $array))
        (i32.shl (i32.wrap_i64 (call $argument (local.get $input) (i32.const 1))) (i32.const 2)))
      (i32.wrap_i64 (call $argument (local.get $input) (i32.const 2))))
    (i32.const 0))

  ;; The same, with the second word of a buffer overwritten.
  (func (export "content__records") (param $input i32) (param $output i32) (result i32)
    (drop (call $back (local.get $input) (local.get $output)))
    (i32.store offset=4
      (call $buffer
        (call $meant (local.get $input) (local.get $output))
        (i32.wrap_i64 (call $argument (local.get $input) (i32.const 1))))
      (i32.wrap_i64 (call $argument (local.get $input) (i32.const 2))))
    (i32.const 0))

  ;; As back, but traps where a value begins with a T.
  (func (export "picky__records") (param $input i32) (param $output i32) (result i32)
    (local $i i32) (local $values i32) (local $ends i32) (local $from i32)
    (local.set $values (call $child (local.get $input) (i32.const 6)))
    (local.set $ends (call $buffer (local.get $values) (i32.const 1)))
    (loop $more
      (if (i64.lt_u (i64.extend_i32_u (local.get $i)) (i64.load (local.get $input)))
        (then
          (local.set $from
            (i32.load (i32.add (local.get $ends) (i32.shl (local.get $i) (i32.const 2)))))
          (if (i32.eq
                (i32.load8_u
                  (i32.add (call $buffer (local.get $values) (i32.const 2)) (local.get $from)))
                (i32.const 84))
            (then (unreachable)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $more))))
    (call $back (local.get $input) (local.get $output)))

  ;; One that says what is wrong, one that doesn't, one that never ends, one that traps; and what has another type.
  (func (export "refuse__records") (param i32 i32) (result i32)
    (call $fail (i32.const 512) (i32.const 13))
    (i32.const 1))
  (func (export "silent__records") (param i32 i32) (result i32)
    (i32.const 7))
  (func (export "spin__records") (param i32 i32) (result i32)
    (loop $ever (br $ever))
    (unreachable))
  (func (export "trap__records") (param i32 i32) (result i32)
    (unreachable))
  (func (export "typed__records") (param i32) (result i32)
    (i32.const 0)))
