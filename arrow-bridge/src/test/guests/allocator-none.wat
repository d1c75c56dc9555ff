;; A guest that grows its memory and has no allocator for the host.
(module
  (memory (export "memory") 1)
  ;; The one block that is allocated, and the end of what ever was.
  (global $live_address (mut i32) (i32.const 0))
  (global $live_bytes (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 1024))

  ;; Takes fresh bytes each time, 0 when the memory can't grow; traps while a block is live.
  (func $allocate (param $bytes i32) (result i32)
    (local $pages i32)
    (if (global.get $live_address) (then unreachable))
    (local.set $pages
      (i32.shr_u
        (i32.add (i32.add (global.get $end) (local.get $bytes)) (i32.const 65535))
        (i32.const 16)))
    (if (i32.gt_u (local.get $pages) (memory.size))
      (then
        (if (i32.eq (memory.grow (i32.sub (local.get $pages) (memory.size))) (i32.const -1))
          (then (return (i32.const 0))))))
    (global.set $live_address (global.get $end))
    (global.set $live_bytes (local.get $bytes))
    (global.set $end (i32.add (global.get $end) (local.get $bytes)))
    (global.get $live_address))

  ;; Traps unless it is given the block that is live.
  (func $release (param $address i32)
    (if (i32.ne (local.get $address) (global.get $live_address)) (then unreachable))
    (global.set $live_address (i32.const 0)))

  (func (export "live_bytes") (param i64) (result i32) (global.get $live_bytes))
  ;; The argument itself, where it lies.
  (func (export "echo") (param $pointer i32) (param $length i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $pointer)) (i64.const 32))
      (i64.extend_i32_u (local.get $length)))))
