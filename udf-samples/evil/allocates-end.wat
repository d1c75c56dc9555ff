;; Has the host's bytes put at the last byte of its memory.
(module
  (memory (export "memory") 1)
  (func (export "wasmudf_alloc") (param i32 i32) (result i32) (i32.const 65535))
  (func (export "wasmudf_free") (param i32 i32 i32))
  (func (export "f") (param i32 i32) (result i64) (i64.extend_i32_u (local.get 1))))
