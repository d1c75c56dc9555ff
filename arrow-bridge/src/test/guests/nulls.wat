;; Functions that are told of NULLs, and that return NULL.
(module
  (memory (export "memory") 1)

  ;; The value it is given where it is called on NULL input, NULL's value included.
  (func (export "zero_i32") (param i32 i32) (result i32) (local.get 1))
  (func (export "zero_i64") (param i32 i64) (result i64) (local.get 1))
  (func (export "zero_f32") (param i32 f32) (result f32) (local.get 1))
  (func (export "zero_f64") (param i32 f64) (result f64) (local.get 1))
  (func (export "zero_bytes") (param i32 i32 i32) (result i64) (call $pack (local.get 1) (local.get 2)))

  ;; The same, but NULL where the argument is.
  (func (export "pass_i32__nullable") (param i32 i32 i32) (result i32)
    (i32.store8 (local.get 2) (local.get 0))
    (local.get 1))
  (func (export "pass_i64__nullable") (param i32 i64 i32) (result i64)
    (i32.store8 (local.get 2) (local.get 0))
    (local.get 1))
  (func (export "pass_f32__nullable") (param i32 f32 i32) (result f32)
    (i32.store8 (local.get 2) (local.get 0))
    (local.get 1))
  (func (export "pass_f64__nullable") (param i32 f64 i32) (result f64)
    (i32.store8 (local.get 2) (local.get 0))
    (local.get 1))
  (func (export "pass_bytes__nullable") (param i32 i32 i32 i32) (result i64)
    (i32.store8 (local.get 3) (local.get 0))
    (call $pack (local.get 1) (local.get 2)))

  ;; The masks of 33 arguments.
  (func (export "masks") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get 1)) (i64.const 32))
      (i64.extend_i32_u (local.get 0))))

  ;; Twice its argument; NULL, by the highest bit of the byte, where that is odd.
  (func (export "twice") (param i64) (result i64) unreachable)
  (func (export "twice__nullable") (param i64 i32) (result i64)
    (if (i32.load8_u (local.get 1)) (then unreachable))
    (if (i64.ne (i64.and (local.get 0) (i64.const 1)) (i64.const 0))
      (then (i32.store8 (local.get 1) (i32.const 128))))
    (i64.mul (local.get 0) (i64.const 2)))
  ;; Whether it is positive; NULL where it is 0.
  (func (export "positive__nullable") (param i64 i32) (result i32)
    (i32.store8 (local.get 1) (i64.eqz (local.get 0)))
    (i64.gt_s (local.get 0) (i64.const 0)))
  ;; A value, or NULL and the same value.
  (func (export "either__nullable") (param i32 i32 i32) (result i32)
    (i32.store8 (local.get 2) (local.get 0))
    (local.get 1))
  (func (export "region__nullable") (param i32 i32 i32 i32) (result i64)
    (i32.store8 (local.get 3) (local.get 0))
    (call $pack (local.get 1) (local.get 2)))
  ;; Both of a string and of NULL: the string without its first letter, NULL if it has none.
  (func (export "tail__nullable") (param $pointer i32) (param $length i32) (param $null i32) (result i64)
    (if (i32.eqz (local.get $length))
      (then
        (i32.store8 (local.get $null) (i32.const 1))
        (return (i64.const -1))))
    (call $pack
      (i32.add (local.get $pointer) (i32.const 1))
      (i32.sub (local.get $length) (i32.const 1))))

  (func $pack (param $pointer i32) (param $length i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $pointer)) (i64.const 32))
      (i64.extend_i32_u (local.get $length)))))
