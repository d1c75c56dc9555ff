;; Goes on asking for memory when there is no more.
(memory (export "memory") 1)
(func $evil (loop (drop (memory.grow (i32.const 1))) (br 0)))
