(module
  (memory (export "memory") 3)
  ;; Page 1: handles of 8 bytes, the next number and the last one; how many there are is at 4.
  ;; Page 2: the numbers of one batch, and page 0 the arrays that describe them.
  (func (export "series__open") (param $from i32) (param $to i32) (result i32)
    (local $handle i32)
    (local.set $handle (i32.load (i32.const 4)))
    (if (i32.ge_u (local.get $handle) (i32.const 65536)) (then unreachable))
    (i32.store (i32.const 4) (i32.add (local.get $handle) (i32.const 8)))
    (i32.store offset=65536 (local.get $handle) (local.get $from))
    (i32.store offset=65540 (local.get $handle) (local.get $to))
    (local.get $handle))
  (func (export "series__next") (param $handle i32) (param $output i32) (result i32)
    (local $rows i32) (local $next i32) (local $last i32)
    (local.set $next (i32.load offset=65536 (local.get $handle)))
    (local.set $last (i32.load offset=65540 (local.get $handle)))
    (block $done
      (loop $more
        (br_if $done (i32.gt_s (local.get $next) (local.get $last)))
        (br_if $done (i32.eq (local.get $rows) (i32.const 8192)))
        (i32.store offset=131072 (i32.mul (local.get $rows) (i32.const 4)) (local.get $next))
        (local.set $next (i32.add (local.get $next) (i32.const 1)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 1)))
        (br $more)))
    (i32.store offset=65536 (local.get $handle) (local.get $next))
    ;; A column: no validity bitmap, and the values in page 2.
    (i32.store (i32.const 20) (i32.const 131072))
    (call $array (i32.const 64) (local.get $rows) (i32.const 2) (i32.const 0))
    (i32.store (i32.const 104) (i32.const 16))
    ;; The struct of columns: one buffer, the bitmap that it has not got, and one child.
    (i32.store (i32.const 24) (i32.const 64))
    (call $array (local.get $output) (local.get $rows) (i32.const 1) (i32.const 1))
    (i32.store offset=40 (local.get $output) (i32.const 28))
    (i32.store offset=44 (local.get $output) (i32.const 24))
    (local.get $rows))
  (func (export "series__close") (param $handle i32)
    ;; Handles are given back in the order in which they were taken, from the last one.
    (if (i32.eq (i32.add (local.get $handle) (i32.const 8)) (i32.load (i32.const 4)))
      (then (i32.store (i32.const 4) (local.get $handle)))))
  ;; An ArrowArray without pointers.
  (func $array (param $at i32) (param $rows i32) (param $buffers i32) (param $children i32)
    (memory.fill (local.get $at) (i32.const 0) (i32.const 60))
    (i64.store (local.get $at) (i64.extend_i32_u (local.get $rows)))
    (i64.store offset=24 (local.get $at) (i64.extend_i32_u (local.get $buffers)))
    (i64.store offset=32 (local.get $at) (i64.extend_i32_u (local.get $children)))))
