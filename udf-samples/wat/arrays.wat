(module
  (memory (export "memory") 4)
  ;; Page 0: what describes the results. Page 1: the sums. Page 2 and 3: pairs, and their offsets.
  (func (export "sum_of__batch") (param $input i32) (param $output i32) (result i32)
    (local $rows i32) (local $i i32) (local $lists i32) (local $step i32)
    (local $numbers i32) (local $offsets i32) (local $at i32) (local $to i32) (local $sum i64)
    (local.set $rows (i32.wrap_i64 (i64.load (local.get $input))))
    (local.set $lists (call $child (local.get $input) (i32.const 0)))
    (local.set $step (call $step (local.get $input) (local.get $lists)))
    ;; An ARRAY has a bitmap and offsets; its only child has the elements of all rows.
    (local.set $offsets (call $buffer (local.get $lists) (i32.const 1)))
    (local.set $numbers (call $child (local.get $lists) (i32.const 0)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $rows)))
        (local.set $at (i32.load (local.get $offsets)))
        (local.set $to (i32.load offset=4 (local.get $offsets)))
        (local.set $sum (i64.const 0))
        (block $summed
          (loop $more
            (br_if $summed (i32.eq (local.get $at) (local.get $to)))
            (if (call $valid (local.get $numbers) (local.get $at))
              (then
                (local.set $sum
                  (i64.add (local.get $sum)
                    (i64.extend_i32_s
                      (call $number (local.get $numbers) (local.get $at)))))))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $more)))
        (i64.store offset=65536 (i32.mul (local.get $i) (i32.const 8)) (local.get $sum))
        (local.set $offsets (i32.add (local.get $offsets) (local.get $step)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i32.store (i32.const 8) (i32.const 0))
    (i32.store (i32.const 12) (i32.const 65536))
    (call $array (local.get $output) (local.get $rows) (i32.const 8) (i32.const 0))
    (i32.const 0))
  (func (export "pair__batch") (param $input i32) (param $output i32) (result i32)
    (local $rows i32) (local $i i32) (local $a i32) (local $b i32)
    (local.set $rows (i32.wrap_i64 (i64.load (local.get $input))))
    (local.set $a (call $child (local.get $input) (i32.const 0)))
    (local.set $b (call $child (local.get $input) (i32.const 1)))
    (block $done
      (loop $next
        (i32.store offset=196608
          (i32.mul (local.get $i) (i32.const 4)) (i32.mul (local.get $i) (i32.const 2)))
        (br_if $done (i32.eq (local.get $i) (local.get $rows)))
        (i32.store offset=131072
          (i32.mul (local.get $i) (i32.const 8))
          (call $argument (local.get $input) (local.get $a) (local.get $i)))
        (i32.store offset=131076
          (i32.mul (local.get $i) (i32.const 8))
          (call $argument (local.get $input) (local.get $b) (local.get $i)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    ;; The elements: no bitmap, and two values for each row.
    (i32.store (i32.const 24) (i32.const 0))
    (i32.store (i32.const 28) (i32.const 131072))
    (call $array
      (i32.const 64) (i32.mul (local.get $rows) (i32.const 2)) (i32.const 24) (i32.const 0))
    ;; The arrays: no bitmap, offsets, and the elements as their child.
    (i32.store (i32.const 32) (i32.const 0))
    (i32.store (i32.const 36) (i32.const 196608))
    (i32.store (i32.const 40) (i32.const 64))
    (call $array (local.get $output) (local.get $rows) (i32.const 32) (i32.const 40))
    (i32.const 0))
  (func $child (param $array i32) (param $number i32) (result i32)
    (i32.load
      (i32.add
        (i32.load offset=44 (local.get $array))
        (i32.mul (local.get $number) (i32.const 4)))))
  (func $buffer (param $array i32) (param $number i32) (result i32)
    (i32.load
      (i32.add
        (i32.load offset=40 (local.get $array))
        (i32.mul (local.get $number) (i32.const 4)))))
  ;; From one 4-byte value or offset to the next: nothing for a constant.
  (func $step (param $input i32) (param $argument i32) (result i32)
    (select
      (i32.const 4)
      (i32.const 0)
      (i64.eq (i64.load (local.get $input)) (i64.load (local.get $argument)))))
  (func $argument (param $input i32) (param $argument i32) (param $row i32) (result i32)
    (i32.load
      (i32.add
        (call $buffer (local.get $argument) (i32.const 1))
        (i32.mul (local.get $row) (call $step (local.get $input) (local.get $argument))))))
  (func $number (param $array i32) (param $place i32) (result i32)
    (i32.load
      (i32.add
        (call $buffer (local.get $array) (i32.const 1))
        (i32.mul (local.get $place) (i32.const 4)))))
  ;; Whether a value isn't NULL; without a bitmap none is.
  (func $valid (param $array i32) (param $place i32) (result i32)
    (local $bitmap i32)
    (local.set $bitmap (call $buffer (local.get $array) (i32.const 0)))
    (if (i32.eqz (local.get $bitmap)) (then (return (i32.const 1))))
    (i32.and
      (i32.const 1)
      (i32.shr_u
        (i32.load8_u
          (i32.add (local.get $bitmap) (i32.shr_u (local.get $place) (i32.const 3))))
        (i32.and (local.get $place) (i32.const 7)))))
  ;; An ArrowArray of two buffers, and of one child or none.
  (func $array (param $at i32) (param $rows i32) (param $buffers i32) (param $children i32)
    (memory.fill (local.get $at) (i32.const 0) (i32.const 60))
    (i64.store (local.get $at) (i64.extend_i32_u (local.get $rows)))
    (i64.store offset=24 (local.get $at) (i64.const 2))
    (i64.store offset=32 (local.get $at)
      (i64.extend_i32_u (i32.ne (local.get $children) (i32.const 0))))
    (i32.store offset=40 (local.get $at) (local.get $buffers))
    (i32.store offset=44 (local.get $at) (local.get $children))))
