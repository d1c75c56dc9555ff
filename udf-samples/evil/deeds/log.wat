;; Logs its whole memory for ever.
(import "wasmudf" "log" (func $log (param i32 i32 i32)))
(memory (export "memory") 16)
(func $evil (loop (call $log (i32.const 1) (i32.const 0) (i32.const 1048576)) (br 0)))
