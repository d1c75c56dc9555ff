;; Does it when the host asks for room; the function tells how many bytes it is given.
(func (export "wasmudf_alloc") (param i32 i32) (result i32)
  (call $evil)
  ;; Behind what it has, so that there is room.
  (i32.mul
    (memory.grow (i32.shr_u (i32.add (local.get 0) (i32.const 65535)) (i32.const 16)))
    (i32.const 65536)))
(func (export "wasmudf_free") (param i32 i32 i32))
(func (export "f") (param i32 i32) (result i64) (i64.extend_i32_u (local.get 1)))
