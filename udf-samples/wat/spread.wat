(module
  (memory (export "memory") 2)
  ;; Page 0: what describes the result. Page 1: partitions from 65536 on, sources from 98304 on.
  (func (export "spread__records") (param $input i32) (param $output i32) (result i32)
    (local $rows i32) (local $i i32) (local $offsets i32)
    (local.set $rows (i32.wrap_i64 (i64.load (local.get $input))))
    (if (i32.gt_u (local.get $rows) (i32.const 8192)) (then unreachable))
    (local.set $offsets (i32.load offset=4 (i32.load offset=40 (call $column (local.get $input) (i32.const 2)))))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $rows)))
        ;; One of four partitions, by the offset.
        (i32.store offset=65536
          (i32.mul (local.get $i) (i32.const 4))
          (i32.and
            (i32.wrap_i64
              (i64.load (i32.add (local.get $offsets) (i32.mul (local.get $i) (i32.const 8)))))
            (i32.const 3)))
        (i32.store offset=98304 (i32.mul (local.get $i) (i32.const 4)) (local.get $i))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    ;; Two columns of its own: no bitmap, and their values.
    (i32.store (i32.const 12) (i32.const 65536))
    (call $array (i32.const 128) (local.get $rows) (i32.const 2) (i32.const 8) (i32.const 0) (i32.const 0))
    (i32.store (i32.const 20) (i32.const 98304))
    (call $array (i32.const 192) (local.get $rows) (i32.const 2) (i32.const 16) (i32.const 0) (i32.const 0))
    ;; topic, partition, timestamp, key, value, headers and source; five of them as they came.
    (i32.store (i32.const 64) (call $column (local.get $input) (i32.const 0)))
    (i32.store (i32.const 68) (i32.const 128))
    (i32.store (i32.const 72) (call $column (local.get $input) (i32.const 3)))
    (i32.store (i32.const 76) (call $column (local.get $input) (i32.const 5)))
    (i32.store (i32.const 80) (call $column (local.get $input) (i32.const 6)))
    (i32.store (i32.const 84) (call $column (local.get $input) (i32.const 7)))
    (i32.store (i32.const 88) (i32.const 192))
    (call $array
      (local.get $output) (local.get $rows) (i32.const 1) (i32.const 24) (i32.const 7) (i32.const 64))
    (i32.const 0))
  (func $column (param $input i32) (param $number i32) (result i32)
    (i32.load
      (i32.add
        (i32.load offset=44 (local.get $input))
        (i32.mul (local.get $number) (i32.const 4)))))
  ;; An ArrowArray: how many rows, buffers and children there are, and where the addresses of these lie.
  (func $array
    (param $at i32) (param $rows i32) (param $buffers i32) (param $buffer i32)
    (param $children i32) (param $child i32)
    (memory.fill (local.get $at) (i32.const 0) (i32.const 64))
    (i64.store (local.get $at) (i64.extend_i32_u (local.get $rows)))
    (i64.store offset=24 (local.get $at) (i64.extend_i32_u (local.get $buffers)))
    (i64.store offset=32 (local.get $at) (i64.extend_i32_u (local.get $children)))
    (i32.store offset=40 (local.get $at) (local.get $buffer))
    (i32.store offset=44 (local.get $at) (local.get $child))))
