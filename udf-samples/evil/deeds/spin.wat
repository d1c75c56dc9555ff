;; Never ends.
(memory (export "memory") 1)
(func $evil (loop (br 0)))
