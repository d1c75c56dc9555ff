;; Aggregate functions, good ones and bad ones. The module never grows its memory, so that the host appends pages to it.
(module
  (memory (export "memory") 1)

  (func (export "sum__state_size") (export "low__state_size") (export "count__state_size")
    (export "init_traps__state_size") (export "update_traps__state_size") (export "finish_traps__state_size")
    (export "spin__state_size") (export "wild__state_size") (export "narrow__state_size")
    (export "outside__state_size") (export "long_loop__state_size")
    (result i32) (i32.const 16))

  (func $zero (export "sum__init") (export "count__init") (export "update_traps__init") (export "finish_traps__init")
    (export "spin__init") (export "wild__init") (export "narrow__init") (export "outside__init")
    (export "large__init") (export "negative_size__init") (export "odd_size__init") (export "huge_size__init")
    (export "long_loop__init")
    (param $state i32)
    (i64.store (local.get $state) (i64.const 0)))

  (func $add (export "sum__update") (export "init_traps__update") (export "finish_traps__update")
    (export "narrow__update") (export "outside__update") (export "large__update")
    (export "negative_size__update") (export "odd_size__update") (export "huge_size__update")
    (param $state i32) (param $value i64)
    (i64.store (local.get $state) (i64.add (i64.load (local.get $state)) (local.get $value))))

  (func (export "sum__merge") (export "count__merge") (export "init_traps__merge") (export "update_traps__merge")
    (export "finish_traps__merge") (export "spin__merge") (export "wild__merge") (export "narrow__merge")
    (export "outside__merge") (export "large__merge") (export "negative_size__merge") (export "odd_size__merge")
    (export "huge_size__merge") (export "long_loop__merge")
    (param $state i32) (param $other i32)
    (call $add (local.get $state) (i64.load (local.get $other))))

  (func (export "sum__finish") (export "count__finish") (export "init_traps__finish") (export "update_traps__finish")
    (export "spin__finish") (export "wild__finish") (export "large__finish")
    (export "negative_size__finish") (export "odd_size__finish") (export "huge_size__finish")
    (export "long_loop__finish")
    (param $state i32) (result i64)
    (i64.load (local.get $state)))

  (func (export "sum__retract") (param $state i32) (param $value i64)
    (call $add (local.get $state) (i64.sub (i64.const 0) (local.get $value))))

  (func (export "count__update") (param $state i32)
    (call $add (local.get $state) (i64.const 1)))

  ;; The least value so far, and whether there is one; 0 for none.
  (func (export "low__init") (param $state i32)
    (i64.store (local.get $state) (i64.const 0))
    (i64.store offset=8 (local.get $state) (i64.const 0)))
  (func $low (export "low__update") (param $state i32) (param $value i64)
    (if (i32.or
          (i64.eqz (i64.load offset=8 (local.get $state)))
          (i64.lt_s (local.get $value) (i64.load (local.get $state))))
      (then
        (i64.store (local.get $state) (local.get $value))
        (i64.store offset=8 (local.get $state) (i64.const 1)))))
  (func (export "low__merge") (param $state i32) (param $other i32)
    (if (i32.eqz (i64.eqz (i64.load offset=8 (local.get $other))))
      (then (call $low (local.get $state) (i64.load (local.get $other))))))
  (func (export "low__finish") (param $state i32) (result i64)
    (i64.load (local.get $state)))

  ;; Traps for 13.
  (func (export "update_traps__update") (param $state i32) (param $value i64)
    (if (i64.eq (local.get $value) (i64.const 13)) (then unreachable))
    (call $add (local.get $state) (local.get $value)))
  (func (export "init_traps__init") (param $state i32) unreachable)
  (func (export "finish_traps__finish") (param $state i32) (result i64) unreachable)

  ;; Never ends for 13.
  (func (export "spin__update") (param $state i32) (param $value i64)
    (if (i64.eq (local.get $value) (i64.const 13)) (then (loop $forever (br $forever))))
    (call $add (local.get $state) (local.get $value)))

  ;; Counts in a loop.
  (func (export "long_loop__update") (param $state i32) (param $value i64)
    (loop $again
      (local.set $value (i64.sub (local.get $value) (i64.const 1)))
      (call $add (local.get $state) (i64.const 1))
      (br_if $again (i64.gt_s (local.get $value) (i64.const 0)))))

  ;; Fills all of the module's own memory.
  (func (export "wild__update") (param $state i32) (param $value i64)
    (memory.fill (i32.const 0) (i32.const 255) (i32.const 65536))
    (memory.fill (local.get $state) (i32.const 255) (i32.const 4096)))

  ;; The sum as a narrow integer, which may not hold it.
  (func (export "narrow__finish") (param $state i32) (result i32)
    (i32.wrap_i64 (i64.load (local.get $state))))

  ;; A string that isn't in the memory.
  (func (export "outside__finish") (param $state i32) (result i64) (i64.const -1))

  ;; A sum that can't be merged.
  (func (export "merge_traps__state_size") (result i32) (i32.const 8))
  (func (export "merge_traps__init") (param $state i32) (call $zero (local.get $state)))
  (func (export "merge_traps__update") (param $state i32) (param $value i64)
    (call $add (local.get $state) (local.get $value)))
  (func (export "merge_traps__merge") (param $state i32) (param $other i32) unreachable)
  (func (export "merge_traps__finish") (param $state i32) (result i64) (i64.load (local.get $state)))

  ;; How many rows a state has taken in itself, and a million times how many other states.
  (func (export "steps__state_size") (result i32) (i32.const 16))
  (func (export "steps__init") (param $state i32) (memory.fill (local.get $state) (i32.const 0) (i32.const 16)))
  (func (export "steps__update") (param $state i32) (param i64)
    (call $add (local.get $state) (i64.const 1)))
  (func (export "steps__merge") (param $state i32) (param $other i32)
    (call $add (local.get $state) (i64.const 1000000))
    ;; The other state is not used again.
    (memory.fill (local.get $other) (i32.const 255) (i32.const 16)))
  (func (export "steps__finish") (param $state i32) (result i64) (i64.load (local.get $state)))

  ;; How many rows it was given to take in, times a million, and to take out.
  (func (export "moves__state_size") (result i32) (i32.const 8))
  (func (export "moves__init") (param $state i32) (call $zero (local.get $state)))
  (func (export "moves__update") (param $state i32) (param i64)
    (call $add (local.get $state) (i64.const 1000000)))
  (func (export "moves__retract") (param $state i32) (param i64)
    (call $add (local.get $state) (i64.const 1)))
  (func (export "moves__merge") (param $state i32) (param $other i32)
    (call $add (local.get $state) (i64.load (local.get $other))))
  (func (export "moves__finish") (param $state i32) (result i64) (i64.load (local.get $state)))

  (func (export "negative_size__state_size") (result i32) (i32.const -8))
  (func (export "odd_size__state_size") (result i32) (i32.const 12))
  (func (export "huge_size__state_size") (result i32) (i32.const 0x7ffffff8))
  (func (export "large__state_size") (result i32) (i32.const 0x100000)))
