;; Has data for a place behind its memory's end.
(module
  (memory (export "memory") 1)
  (data (i32.const 65533) "four")
  (func (export "f") (param i64) (result i64) (local.get 0)))
