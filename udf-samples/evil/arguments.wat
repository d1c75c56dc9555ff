;; Does to its arguments what nobody should. They are given as a VARCHAR; 13 bytes make it evil. Returns the argument's length.
(module
  (memory (export "memory") 2)
  (global $next (mut i32) (i32.const 65536))
  (func (export "wasmudf_alloc") (param $size i32) (param i32) (result i32)
    (local $at i32)
    (local.set $at (global.get $next))
    (global.set $next (i32.add (local.get $at) (local.get $size)))
    (loop
      (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
        (then
          (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (return (i32.const 0))))
          (br 1))))
    (local.get $at))
  (func $free (export "wasmudf_free") (param $at i32) (param i32 i32)
    (global.set $next (local.get $at)))
  (func $is13 (param i32) (result i32) (i32.eq (local.get 0) (i32.const 13)))

  ;; Frees what it was given, so that its own next allocation lies where the host's bytes do.
  (func (export "frees") (param i32 i32) (result i64)
    (if (call $is13 (local.get 1))
      (then (call $free (local.get 0) (local.get 1) (i32.const 16))))
    (i64.extend_i32_u (local.get 1)))
  ;; Writes over all the memory that it has: what it was given, what is handed over for other rows, and what its allocator knows.
  (func (export "overwrites") (param i32 i32) (result i64)
    (if (call $is13 (local.get 1))
      (then
        (memory.fill (i32.const 0) (i32.const 255) (i32.mul (memory.size) (i32.const 65536)))))
    (i64.extend_i32_u (local.get 1)))
  ;; Returns what it was given and its neighbours, as far as its memory goes.
  (func (export "peeks") (param i32 i32) (result i64)
    (if (result i64) (call $is13 (local.get 1))
      (then
        (i64.or
          (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
          (i64.extend_i32_u (i32.sub (i32.mul (memory.size) (i32.const 65536)) (local.get 0)))))
      (else
        (i64.or
          (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
          (i64.extend_i32_u (local.get 1)))))))
