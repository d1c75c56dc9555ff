;; Functions that touch no memory.
(module
  ;; Not the initialisation that toolchains write: that has no parameters.
  (func (export "_initialize") (param i32) unreachable)

  (func (export "id_i32") (param i32) (result i32) (local.get 0))
  (func (export "id_i64") (param i64) (result i64) (local.get 0))
  (func (export "id_f32") (param f32) (result f32) (local.get 0))
  (func (export "id_f64") (param f64) (result f64) (local.get 0))

  (func (export "answer") (result i64) (i64.const 42))
  (func (export "subtract") (param i64 i64) (result i64) (i64.sub (local.get 0) (local.get 1)))
  (func (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))

  ;; How many calls this instance has seen, this one included; the argument only decides whether there is a call.
  (global $calls (mut i64) (i64.const 0))
  (func (export "count") (param i64) (result i64)
    (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
    (global.get $calls)))
