;; Functions over strings in a memory that never grows by itself, so that the host may append to it.
(module
  (memory (export "memory") 2)
  (global $calls (mut i32) (i32.const 0))

  ;; Not the C library's: the types are others, and whoever calls them regrets it.
  (func (export "malloc") (param i64) (result i64) unreachable)
  (func (export "free") (param i64) unreachable)

  (func $pack (param $pointer i32) (param $length i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $pointer)) (i64.const 32))
      (i64.extend_i32_u (local.get $length))))

  ;; The argument itself, where it lies.
  (func $echo (export "echo") (param $pointer i32) (param $length i32) (result i64)
    (call $pack (local.get $pointer) (local.get $length)))
  ;; The second argument.
  (func (export "second") (param i32 i32 i32 i32) (result i64) (call $pack (local.get 2) (local.get 3)))
  ;; What the arguments are in WebAssembly.
  (func (export "length") (param i32 i32) (result i32) (local.get 1))
  (func (export "pointer") (param i32 i32) (result i32) (local.get 0))
  ;; Traps if the first letter is a t.
  (func (export "trap_on_t") (param $pointer i32) (param $length i32) (result i64)
    (if (i32.eq (i32.load8_u (local.get $pointer)) (i32.const 0x74)) (then unreachable))
    (i64.extend_i32_u (local.get $length)))

  ;; Whatever pointer and length it is told to return.
  (func (export "region") (param i32 i32) (result i64) (call $pack (local.get 0) (local.get 1)))
  ;; The first bytes of a number in little-endian order.
  (func (export "bytes") (param $number i64) (param $length i32) (result i64)
    (i64.store (i32.const 16) (local.get $number))
    (call $pack (i32.const 16) (local.get $length)))
  ;; The same at the very end of the two pages.
  (func (export "bytes_at_the_end") (param $number i64) (param $length i32) (result i64)
    (i64.store (i32.const 16) (local.get $number))
    (memory.copy (i32.sub (i32.const 131072) (local.get $length)) (i32.const 16) (local.get $length))
    (call $pack (i32.sub (i32.const 131072) (local.get $length)) (local.get $length)))
  ;; So many bytes: the number of calls that this instance has seen in the first four, then the letter a.
  (func (export "stamped") (param $length i32) (result i64)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (memory.fill (i32.const 1024) (i32.const 97) (local.get $length))
    (i32.store (i32.const 1024) (global.get $calls))
    (call $pack (i32.const 1024) (local.get $length))))
