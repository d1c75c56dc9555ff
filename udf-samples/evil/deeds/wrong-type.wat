;; Calls a function by a type that it doesn't have.
(memory (export "memory") 1)
(type $other (func (param f64) (result f64)))
(table funcref (elem $evil))
(func $evil (drop (call_indirect (type $other) (f64.const 0) (i32.const 0))))
