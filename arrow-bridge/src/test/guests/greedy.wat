;; Functions that take more than they should when they are given 13, and return their argument otherwise.
(module
  (memory (export "memory") 1 1024)
  (func $is13 (param i64) (result i32) (i64.eq (local.get 0) (i64.const 13)))

  ;; Never ends.
  (func (export "spin") (param i64) (result i64)
    (if (call $is13 (local.get 0)) (then (loop (br 0))))
    (local.get 0))
  ;; Ends after as many rounds as it is told.
  (func (export "rounds") (param i64) (result i64)
    (local i64)
    (local.set 1 (local.get 0))
    (block
      (br_if 0 (i64.eqz (local.get 1)))
      (loop
        (br_if 0 (i64.ne (local.tee 1 (i64.sub (local.get 1) (i64.const 1))) (i64.const 0)))))
    (local.get 0))
  ;; Fills its memory again and again.
  (func (export "fill") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (br 0))))
    (local.get 0))
  ;; Takes memory page by page until there is no more, and then gives up.
  (func (export "hoard") (param i64) (result i64)
    (if (call $is13 (local.get 0))
      (then (loop
        (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
        unreachable)))
    (local.get 0))
  ;; The pages that it gets, asking for one at a time.
  (func (export "pages") (param i64) (result i64)
    (loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (i64.extend_i32_u (memory.size))))
