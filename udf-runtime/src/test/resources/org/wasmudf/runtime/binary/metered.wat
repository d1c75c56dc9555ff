;; Functions whose instructions can be counted by hand: MeteredModuleTest does. `else` and `end` cost nothing.
(module
  (memory (export "memory") 1 4)
  (table $t (export "table") 4 10 funcref)
  (type $unary (func (param i32) (result i32)))
  (elem (i32.const 0) $doubled $count)

  ;; 3 instructions, charged to whoever calls it.
  (func $add (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))

  ;; The longer way takes 2 + 5.
  (func $choose (export "choose") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.const 7))
      (else (i32.sub (i32.mul (i32.const 2) (i32.const 3)) (i32.const 1)))))

  ;; In a table, and so paying itself: 3.
  (func $doubled (export "doubled") (param i32) (result i32)
    (i32.mul (local.get 0) (i32.const 2)))

  ;; 1 for the loop, 7 for each round, and 1 behind the loop: 2 + 7 * max(n, 1).
  (func $count (export "count") (param i32) (result i32)
    (loop $again
      (br_if $again
        (i32.gt_s (local.tee 0 (i32.sub (local.get 0) (i32.const 1))) (i32.const 0))))
    (local.get 0))

  ;; Each round calls $add: 9 + 3 of $add. 2 + 12 * n for n > 0.
  (func (export "sum") (param i32) (result i32) (local i32)
    (loop $again
      (local.set 1 (call $add (local.get 0) (local.get 1)))
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))

  ;; Each round has an arm of 40 that is paid for when it runs, which is every other time.
  ;; 1 + 9 * n + 40 * (the odd numbers up to n), for n > 0.
  (func (export "odd") (param i32)
    (loop $again
      (if (i32.and (local.get 0) (i32.const 1))
        (then
          nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop
          nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop nop))
      (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))
      (br_if $again)))

  ;; 3 of its own and what the function costs that it calls.
  (func (export "indirect") (param i32 i32) (result i32)
    (call_indirect (type $unary) (local.get 0) (local.get 1)))

  (func $spin (export "spin")
    (loop $again (br $again)))

  (func $recurse (export "recurse") (param i32) (result i32)
    (i32.add (call $recurse (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))

  ;; Each round fills 65,536 bytes.
  (func (export "fill")
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536))
      (br $again)))

  ;; 4 and a 64th of the bytes.
  (func (export "fill_bytes") (param i32)
    (memory.fill (i32.const 0) (i32.const 1) (local.get 0)))

  ;; 4 and a 64th of the bytes.
  (func (export "copy_bytes") (param i32)
    (memory.copy (i32.const 8) (i32.const 0) (local.get 0)))

  ;; 3 and an 8th of the elements, up to the most that tables can hold.
  (func (export "grow_table") (param i32) (result i32)
    (table.grow $t (ref.null func) (local.get 0)))

  ;; Blocks with parameters and several results; the loop takes a value along.
  (func (export "factorial") (param i64) (result i64)
    (i64.const 1)
    (loop $again (param i64) (result i64)
      (local.get 0)
      (i64.mul)
      (local.set 0 (i64.sub (local.get 0) (i64.const 1)))
      (i64.ge_s (local.get 0) (i64.const 1))
      (br_if $again)))

  (func (export "divide") (param i32 i32) (result i32)
    (loop $once (result i32)
      (i32.div_s (local.get 0) (local.get 1))))

  (func (export "three") (param i32) (result i32 i64 f64)
    (block $out (result i32 i64 f64)
      (i32.const 1) (i64.const 2) (f64.const 3)
      (br_if $out (local.get 0))
      (drop) (drop) (drop)
      (loop (result i32 i64 f64)
        (i32.const 4) (i64.const 5) (f64.const 6)
        (br_if $out (i32.eqz (local.get 0))))))

  (func (export "switch") (param i32) (result i32)
    (loop $loop
      (block $c
        (block $b
          (block $a
            (br_table $a $b $c (local.get 0)))
          (return (i32.const 10)))
        (local.set 0 (i32.const 0))
        (br $loop)))
    (i32.const 30)))
