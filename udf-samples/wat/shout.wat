(module
  (memory (export "memory") 2)
  ;; The second page is the function's own; the host puts its bytes behind it.
  (func (export "shout") (param $text i32) (param $length i32) (result i64)
    (local $i i32) (local $byte i32)
    (if (i32.gt_u (local.get $length) (i32.const 65536)) (then unreachable))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (local.get $length)))
        (local.set $byte (i32.load8_u (i32.add (local.get $text) (local.get $i))))
        (if (i32.lt_u (i32.sub (local.get $byte) (i32.const 97)) (i32.const 26))
          (then (local.set $byte (i32.sub (local.get $byte) (i32.const 32)))))
        (i32.store8 offset=65536 (local.get $i) (local.get $byte))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i64.or
      (i64.shl (i64.const 65536) (i64.const 32))
      (i64.extend_i32_u (local.get $length)))))
