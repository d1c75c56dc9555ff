;; Does it in a row that holds 13; any other is returned as it is.
(func (export "f") (param i64) (result i64)
  (if (i64.eq (local.get 0) (i64.const 13)) (then (call $evil)))
  (local.get 0))
