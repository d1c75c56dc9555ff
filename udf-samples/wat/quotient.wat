(module
  (memory (export "memory") 1)
  ;; NULL where b is 0.
  (func (export "quotient__nullable") (param $a i64) (param $b i64) (param $null i32) (result i64)
    (if (i64.eqz (local.get $b))
      (then
        (i32.store8 (local.get $null) (i32.const 1))
        (return (i64.const 0))))
    (i64.div_s (local.get $a) (local.get $b)))
  (func (export "quotient") (param $a i64) (param $b i64) (result i64)
    (i64.div_s (local.get $a) (local.get $b)))
  ;; CALLED ON NULL INPUT: how many of its arguments are NULL.
  (func (export "nulls") (param $null i32) (param $a i64) (param $b i64) (result i32)
    (i32.popcnt (local.get $null))))
