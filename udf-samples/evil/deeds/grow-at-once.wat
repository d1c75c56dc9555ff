;; Asks for all the memory that there can be, and for nearly all, and for half of it. Legal: each is answered.
(memory (export "memory") 1)
(func $evil
  (drop (memory.grow (i32.const -1)))
  (drop (memory.grow (i32.const 65535)))
  (drop (memory.grow (i32.const 32767)))
  (drop (memory.grow (i32.const 2048))))
