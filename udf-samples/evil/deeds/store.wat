;; Writes across its memory's end.
(memory (export "memory") 1)
(func $evil (i64.store (i32.const 65529) (i64.const -1)))
