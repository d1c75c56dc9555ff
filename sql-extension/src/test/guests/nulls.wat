;; Functions that are told of NULLs, and that return NULL.
(module
  (memory (export "memory") 1)

  ;; The first argument, or the second where that is NULL; NULL where both are.
  (func (export "first_of__nullable") (param $nulls i32) (param $a i64) (param $b i64) (param $null i32) (result i64)
    (i32.store8 (local.get $null) (i32.eq (local.get $nulls) (i32.const 3)))
    (select
      (local.get $b)
      (local.get $a)
      (i32.and (local.get $nulls) (i32.const 1))))
  ;; How many arguments are NULL.
  (func (export "nulls") (param $nulls i32) (param i64 i32 i32) (result i32)
    (i32.popcnt (local.get $nulls)))
  ;; The argument, unless it is 0.
  (func (export "positive__nullable") (param $value i64) (param $null i32) (result i64)
    (i32.store8 (local.get $null) (i64.eqz (local.get $value)))
    (local.get $value))
  ;; The same of a string without letters.
  (func (export "filled__nullable") (param $pointer i32) (param $length i32) (param $null i32) (result i64)
    (i32.store8 (local.get $null) (i32.eqz (local.get $length)))
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $pointer)) (i64.const 32))
      (i64.extend_i32_u (local.get $length)))))
