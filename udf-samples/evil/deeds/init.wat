;; Copies from a segment more than it holds, over a length that overflows an address.
(memory (export "memory") 1)
(data $segment "four")
(func $evil (memory.init $segment (i32.const 65534) (i32.const 2) (i32.const -1)))
