;; A guest that says itself what is wrong.
(module
  (import "wasmudf" "fail" (func $fail (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "thirteen is\0anot for us")
  (func (export "fail_with_a_message") (param i64) (result i64)
    (if (i64.eq (local.get 0) (i64.const 13)) (then (call $fail (i32.const 8) (i32.const 22))))
    (local.get 0)))
