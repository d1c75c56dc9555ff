;; Fills its whole memory again and again, a single instruction each time.
(memory (export "memory") 1)
(func $evil
  (drop (memory.grow (i32.const 63)))
  (loop
    (memory.fill (i32.const 0) (i32.const 1) (i32.mul (memory.size) (i32.const 65536)))
    (br 0)))
