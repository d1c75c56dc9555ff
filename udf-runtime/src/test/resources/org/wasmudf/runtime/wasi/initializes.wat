;; Asks for the time and a random number when it is initialised, and says it again later.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_initialize")
    (drop (call $time (i32.const 0) (i64.const 0) (i32.const 0)))
    (drop (call $random (i32.const 8) (i32.const 8))))
  (func (export "random") (result i32)
    (i32.load (i32.const 8)))
  (func (export "seconds") (result i32)
    (i32.wrap_i64 (i64.div_u (i64.load (i32.const 0)) (i64.const 1000000000)))))
