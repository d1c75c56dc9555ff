;; Moves its whole memory by a byte, back and forth.
(memory (export "memory") 64)
(func $evil
  (loop
    (memory.copy (i32.const 1) (i32.const 0) (i32.const 4194303))
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 4194303))
    (br 0)))
