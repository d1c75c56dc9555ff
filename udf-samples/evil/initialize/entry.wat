;; Does it in what is called once for each instance.
(export "_initialize" (func $evil))
(func (export "f") (param i64) (result i64) (local.get 0))
