;; Writes its whole memory to the standard error for ever, by a thousand buffers at a time.
(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
(memory (export "memory") 16)
(func $evil
  (local $buffer i32)
  (loop
    (i32.store offset=4 (local.get $buffer) (i32.const 1048576))
    (br_if 0
      (i32.lt_u (local.tee $buffer (i32.add (local.get $buffer) (i32.const 8))) (i32.const 8000))))
  (loop
    (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1000) (i32.const 8000)))
    (br 0)))
