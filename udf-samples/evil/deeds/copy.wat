;; Moves its whole memory by a byte, back and forth.
(memory (export "memory") 256)
(func $evil
  (loop
    (memory.copy (i32.const 1) (i32.const 0) (i32.const 16777215))
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 16777215))
    (br 0)))
