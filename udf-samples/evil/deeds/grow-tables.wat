;; Grows two tables as far as they go, and by more than there can be. Legal.
(memory (export "memory") 1)
(table $one 1 funcref)
(table $two 1 externref)
(func $evil
  (drop (table.grow $one (ref.null func) (i32.const -1)))
  (drop (table.grow $one (ref.null func) (i32.const 10000000)))
  (loop (br_if 0 (i32.ne (table.grow $one (ref.null func) (i32.const 1000)) (i32.const -1))))
  (loop (br_if 0 (i32.ne (table.grow $two (ref.null extern) (i32.const 1000)) (i32.const -1)))))
