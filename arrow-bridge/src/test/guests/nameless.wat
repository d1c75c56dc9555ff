;; Functions without names: the second one traps, below the first.
(module
  (memory (export "memory") 1 4)
  (func (param i64) (result i64)
    (if (i64.eq (local.get 0) (i64.const 13)) (then unreachable))
    ;; What grows its memory gets a function more when it is instrumented.
    (drop (memory.grow (i32.const 0)))
    (local.get 0))
  (func (export "outer") (param i64) (result i64)
    (i64.add (call 0 (local.get 0)) (i64.const 0))))
