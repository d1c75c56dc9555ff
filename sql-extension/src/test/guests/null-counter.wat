;; nulls(n BIGINT) RETURNS BIGINT CALLED ON NULL INPUT: 1,000 for each NULL and the sum of the others,
;; or NULL where no NULL has come.
(module
  (memory (export "memory") 1)
  (func (export "nulls__state_size") (result i32)
    (i32.const 16))
  (func (export "nulls__init") (param $state i32)
    (memory.fill (local.get $state) (i32.const 0) (i32.const 16)))
  (func (export "nulls__update") (param $state i32) (param $mask i32) (param $n i64)
    (call $add (local.get $state) (local.get $n))
    (call $add (i32.add (local.get $state) (i32.const 8)) (i64.extend_i32_u (local.get $mask))))
  (func (export "nulls__merge") (param $state i32) (param $other i32)
    (call $add (local.get $state) (i64.load (local.get $other)))
    (call $add (i32.add (local.get $state) (i32.const 8)) (i64.load offset=8 (local.get $other))))
  (func (export "nulls__finish__nullable") (param $state i32) (param $null i32) (result i64)
    (i32.store8 (local.get $null) (i64.eqz (i64.load offset=8 (local.get $state))))
    (i64.add
      (i64.load (local.get $state))
      (i64.mul (i64.const 1000) (i64.load offset=8 (local.get $state)))))
  (func $add (param $at i32) (param $n i64)
    (i64.store (local.get $at) (i64.add (i64.load (local.get $at)) (local.get $n)))))
