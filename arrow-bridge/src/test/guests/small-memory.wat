;; A guest whose memory may have two pages: one of its own, and one for the host.
(module
  (memory (export "memory") 1 2)
  (func (export "sum") (param $pointer i32) (param $length i32) (result i64)
    (local $sum i64)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $length)))
        (local.set $sum (i64.add (local.get $sum) (i64.load8_u (local.get $pointer))))
        (local.set $pointer (i32.add (local.get $pointer) (i32.const 1)))
        (local.set $length (i32.sub (local.get $length) (i32.const 1)))
        (br $next)))
    (local.get $sum)))
