;; Returns NULL, but the host finds no room for the byte.
(module
  (memory (export "memory") 1)
  (func (export "null__nullable") (param i64 i32) (result i64)
    (drop (memory.grow (i32.const 1)))
    (i32.store8 (local.get 1) (i32.const 1))
    (local.get 0)))
