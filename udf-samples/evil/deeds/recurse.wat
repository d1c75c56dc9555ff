;; Calls itself until somebody stops it; what follows the call keeps it from being a loop in disguise.
(memory (export "memory") 1)
(global $depth (mut i32) (i32.const 0))
(func $evil
  (call $evil)
  (global.set $depth (i32.add (global.get $depth) (i32.const 1))))
