;; Does it in the start function.
(start $evil)
(func (export "f") (param i64) (result i64) (local.get 0))
