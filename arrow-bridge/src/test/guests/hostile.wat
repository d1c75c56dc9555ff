;; A guest that writes over everything it can reach, and looks there for what it should not see.
(module
  (memory (export "memory") 2 8)

  ;; Fills the whole memory with a byte, one store after the other; returns how many bytes that were.
  (func (export "overwrite") (param $byte i64) (result i64)
    (local $address i32)
    (loop $next
      (i64.store (local.get $address) (i64.mul (local.get $byte) (i64.const 0x0101010101010101)))
      (local.set $address (i32.add (local.get $address) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $address) (i32.mul (memory.size) (i32.const 65536)))))
    (i64.extend_i32_u (local.get $address)))

  ;; How often a number lies in the memory, at any address; it grows as far as it may first.
  (func (export "search") (param $number i64) (result i64)
    (local $address i32)
    (local $end i32)
    (local $found i64)
    (drop (memory.grow (i32.const 6)))
    (local.set $end (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 8)))
    (loop $next
      (local.set $found
        (i64.add
          (local.get $found)
          (i64.extend_i32_u (i64.eq (i64.load (local.get $address)) (local.get $number)))))
      (local.set $address (i32.add (local.get $address) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $address) (local.get $end))))
    (local.get $found))

  ;; A store at any address.
  (func (export "store") (param $address i32) (param $value i64) (result i64)
    (i64.store (local.get $address) (local.get $value))
    (local.get $value)))
