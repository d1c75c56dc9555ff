;; Sleeps until the end of time, again and again.
(import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
(memory (export "memory") 1)
(func $evil
  ;; One subscription to the clock, for as many nanoseconds as 64 bits can say.
  (i64.store (i32.const 24) (i64.const -1))
  (loop (drop (call $poll (i32.const 0) (i32.const 1024) (i32.const 1) (i32.const 2048))) (br 0)))
