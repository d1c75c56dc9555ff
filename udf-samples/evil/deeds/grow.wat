;; Takes all the memory that it gets, page by page. That is legal: it is told -1 and goes on.
(memory (export "memory") 1)
(func $evil (loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))))
