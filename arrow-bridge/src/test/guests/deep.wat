;; Functions that call themselves without end when they are given 13, each in a way of its own, and return their argument otherwise.
(module
  (import "wasmudf" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1 1024)
  (table 1 funcref)
  (elem (i32.const 0) $through_a_table)
  (type $unary (func (param i64) (result i64)))

  ;; On its way down it asks for memory, which is a call of the host's.
  (func $growing (export "growing") (param i64) (result i64)
    (if (i64.eq (local.get 0) (i64.const 13))
      (then (return (i64.add (i64.extend_i32_u (memory.grow (i32.const 0))) (call $growing (local.get 0))))))
    (local.get 0))
  ;; So is logging.
  (func $logging (export "logging") (param i64) (result i64)
    (if (i64.eq (local.get 0) (i64.const 13))
      (then
        (call $log (i32.const 5) (i32.const 0) (i32.const 1))
        (return (i64.add (i64.const 1) (call $logging (local.get 0))))))
    (local.get 0))
  (func $through_a_table (export "through_a_table") (param i64) (result i64)
    (if (i64.eq (local.get 0) (i64.const 13))
      (then (return (i64.add (i64.const 1) (call_indirect (type $unary) (local.get 0) (i32.const 0))))))
    (local.get 0)))
