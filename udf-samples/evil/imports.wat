;; Calls functions of the host's with pointers that are not within its memory and lengths that are too long, in a row that holds 13.
;; WASI answers with an error number, which the function returns; functions of the ABI trap.
(module
  (import "wasmudf" "log" (func $log (param i32 i32 i32)))
  (import "wasmudf" "fail" (func $fail (param i32 i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $is13 (param i64) (result i32) (i64.eq (local.get 0) (i64.const 13)))

  (func (export "log_outside") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (call $log (i32.const 1) (i32.const -1) (i32.const 2))))
    (local.get 0))
  (func (export "log_longest") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (call $log (i32.const 1) (i32.const 0) (i32.const 0x7fffffff))))
    (local.get 0))
  (func (export "fail_outside") (param i64) (result i64)
    (if (call $is13 (local.get 0)) (then (call $fail (i32.const 65536) (i32.const 1))))
    (local.get 0))
  (func (export "fail_negative") (param i64) (result i64)
    (if (call $is13 (local.get 0)) (then (call $fail (i32.const 1) (i32.const -1))))
    (local.get 0))
  ;; The array of buffers is outside.
  (func (export "write_outside") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then
        (return
          (i64.extend_i32_u
            (call $write (i32.const 1) (i32.const 65532) (i32.const 1) (i32.const 0))))))
    (local.get 0))
  ;; A buffer is outside.
  (func (export "write_buffer_outside") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then
        (i64.store (i32.const 0) (i64.const -1))
        (return
          (i64.extend_i32_u
            (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))))
    (local.get 0))
  ;; More buffers than memory could hold.
  (func (export "write_buffers") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then
        (return
          (i64.extend_i32_u
            (call $write (i32.const 1) (i32.const 0) (i32.const -1) (i32.const 8))))))
    (local.get 0))
  (func (export "random_longest") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (return (i64.extend_i32_u (call $random (i32.const 0) (i32.const 0x7fffffff))))))
    (local.get 0))
  (func (export "random_negative") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (return (i64.extend_i32_u (call $random (i32.const -8) (i32.const -1))))))
    (local.get 0))
  (func (export "clock_outside") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (return (i64.extend_i32_u (call $clock (i32.const 0) (i64.const 0) (i32.const 65529))))))
    (local.get 0))
  (func (export "args_outside") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (return (i64.extend_i32_u (call $args (i32.const -4) (i32.const 65533))))))
    (local.get 0))
  (func (export "poll_many") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then
        (return
          (i64.extend_i32_u
            (call $poll (i32.const 0) (i32.const 0) (i32.const -1) (i32.const 0))))))
    (local.get 0)))
