;; For each type of SQL a function that returns its argument, and some that don't keep to theirs.
(module
  (memory (export "memory") 1)

  (func (export "id_i32") (param i32) (result i32) (local.get 0))
  (func (export "id_i64") (param i64) (result i64) (local.get 0))
  (func (export "id_f32") (param f32) (result f32) (local.get 0))
  (func (export "id_f64") (param f64) (result f64) (local.get 0))
  (func (export "id_bytes") (param $pointer i32) (param $length i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $pointer)) (i64.const 32))
      (i64.extend_i32_u (local.get $length))))
  (func (export "id_wide") (param $low i64) (param $high i64) (result i32)
    (i64.store (i32.const 24) (local.get $low))
    (i64.store (i32.const 32) (local.get $high))
    (i32.const 24))

  ;; A pointer, as it is.
  (func (export "wide_at") (param $pointer i32) (result i32) (local.get $pointer))
  ;; The length of a string in bytes.
  (func (export "size") (param i32 i32) (result i32) (local.get 1)))
