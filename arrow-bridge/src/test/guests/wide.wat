;; Decimals of more than 18 digits: two halves in, a pointer out.
(module
  (memory (export "memory") 1)

  (func $store (param $low i64) (param $high i64) (result i32)
    (i64.store (i32.const 24) (local.get $low))
    (i64.store (i32.const 32) (local.get $high))
    (i32.const 24))

  (func (export "id_wide") (param i64 i64) (result i32) (call $store (local.get 0) (local.get 1)))
  ;; The same for a function that is called on NULL input.
  (func (export "zero_wide") (param i32 i64 i64) (result i32) (call $store (local.get 1) (local.get 2)))
  ;; NULL where the argument is.
  (func (export "pass_wide__nullable") (param i32 i64 i64 i32) (result i32)
    (i32.store8 (local.get 3) (local.get 0))
    (call $store (local.get 1) (local.get 2)))

  ;; The sum, also where it has 39 digits.
  (func (export "add") (param $al i64) (param $ah i64) (param $bl i64) (param $bh i64) (result i32)
    (local $low i64)
    (local.set $low (i64.add (local.get $al) (local.get $bl)))
    (call $store
      (local.get $low)
      (i64.add
        (i64.add (local.get $ah) (local.get $bh))
        (i64.extend_i32_u (i64.lt_u (local.get $low) (local.get $al))))))
  ;; Any halves, and whatever lies at any place.
  (func (export "halves") (param $high i64) (param $low i64) (result i32)
    (call $store (local.get $low) (local.get $high)))
  (func (export "at") (param i32) (result i32) (local.get 0)))
