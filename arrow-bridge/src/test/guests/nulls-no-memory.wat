;; Could return NULL if it had a memory to say so.
(module
  (func (export "null__nullable") (param i64 i32) (result i64) (local.get 0)))
