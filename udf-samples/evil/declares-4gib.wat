;; Begins with all the memory that there can be.
(module
  (memory (export "memory") 65536)
  (func (export "f") (param i64) (result i64) (local.get 0)))
