(module
  (memory (export "memory") 2)
  ;; The first page holds the result's two buffers, the second one its values: 8,192 of 8 bytes.
  (func (export "total__batch") (param $input i32) (param $output i32) (result i32)
    (local $rows i32) (local $i i32)
    (local $a i32) (local $a_step i32) (local $b i32) (local $b_step i32)
    (local.set $rows (i32.wrap_i64 (i64.load (local.get $input))))
    (local.set $a (call $values (local.get $input) (i32.const 0)))
    (local.set $b (call $values (local.get $input) (i32.const 1)))
    (local.set $a_step (call $step (local.get $input) (i32.const 0)))
    (local.set $b_step (call $step (local.get $input) (i32.const 1)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $rows)))
        (i64.store offset=65536 (i32.mul (local.get $i) (i32.const 8))
          (i64.add (i64.load (local.get $a)) (i64.load (local.get $b))))
        (local.set $a (i32.add (local.get $a) (local.get $a_step)))
        (local.set $b (i32.add (local.get $b) (local.get $b_step)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    ;; The result: length, null_count, offset, n_buffers, n_children; buffers, children,
    ;; dictionary, release, private_data. No validity bitmap, as nothing is NULL.
    (i32.store (i32.const 8) (i32.const 0))
    (i32.store (i32.const 12) (i32.const 65536))
    (i64.store (local.get $output) (i64.extend_i32_u (local.get $rows)))
    (i64.store offset=8 (local.get $output) (i64.const 0))
    (i64.store offset=16 (local.get $output) (i64.const 0))
    (i64.store offset=24 (local.get $output) (i64.const 2))
    (i64.store offset=32 (local.get $output) (i64.const 0))
    (i32.store offset=40 (local.get $output) (i32.const 8))
    (i32.store offset=44 (local.get $output) (i32.const 0))
    (i32.store offset=48 (local.get $output) (i32.const 0))
    (i32.store offset=52 (local.get $output) (i32.const 0))
    (i32.store offset=56 (local.get $output) (i32.const 0))
    (i32.const 0))
  ;; An argument: the struct's child of that number.
  (func $argument (param $struct i32) (param $number i32) (result i32)
    (i32.load
      (i32.add
        (i32.load offset=44 (local.get $struct))
        (i32.mul (local.get $number) (i32.const 4)))))
  ;; Where its values are: in its second buffer.
  (func $values (param $struct i32) (param $number i32) (result i32)
    (i32.load offset=4
      (i32.load offset=40 (call $argument (local.get $struct) (local.get $number)))))
  ;; From one value to the next: nothing for a constant, which has a single one.
  (func $step (param $struct i32) (param $number i32) (result i32)
    (select
      (i32.const 8)
      (i32.const 0)
      (i64.eq
        (i64.load (local.get $struct))
        (i64.load (call $argument (local.get $struct) (local.get $number)))))))
