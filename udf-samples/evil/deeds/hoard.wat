;; Takes memory by the MiB and gives up when it is refused more.
(memory (export "memory") 1)
(func $evil
  (loop (br_if 0 (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
  unreachable)
