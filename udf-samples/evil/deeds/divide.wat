;; Divides by zero.
(memory (export "memory") 1)
(global $zero (mut i32) (i32.const 0))
(func $evil (drop (i32.div_s (i32.const 1) (global.get $zero))))
