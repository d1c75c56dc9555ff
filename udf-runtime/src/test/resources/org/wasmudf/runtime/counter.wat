;; An instance tells how often it was called, and stops in each of the ways there are.
(module
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (func (export "count") (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (global.get $calls))
  (func (export "trap")
    unreachable)
  (func (export "spin")
    (loop $forever (br $forever))))
