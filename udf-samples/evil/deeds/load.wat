;; Reads behind its memory's end, as far away as an address and an offset can say.
(memory (export "memory") 1)
(func $evil (drop (i64.load offset=0xffffffff (i32.const -1))))
