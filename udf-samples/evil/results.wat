;; Functions that return a text, each wrong in its own way: pointer << 32 | length. In a row that doesn't hold 13 it is the text "good".
(module
  (memory (export "memory") 1 1)
  (data (i32.const 1024) "good")
  (data (i32.const 2048) "\f0\28\8c\28")
  (func $text (param $row i64) (param $evil i64) (result i64)
    (select (local.get $evil) (i64.const 0x400_00000004) (i64.eq (local.get $row) (i64.const 13))))

  ;; Behind the end of its memory.
  (func (export "outside") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0x10000_00000001)))
  ;; Across the end.
  (func (export "across") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0xffff_00000002)))
  ;; Of a length below zero, which is one of nearly 4 GiB.
  (func (export "negative") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0x400_ffffffff)))
  ;; Of the greatest length that isn't below zero.
  (func (export "longest") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0x400_7fffffff)))
  ;; A pointer and a length that overflow 32 bits to something harmless.
  (func (export "wrapping") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0xfffffffc_00000008)))
  ;; Not UTF-8.
  (func (export "garbled") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0x800_00000004)))
  ;; The same bytes in every row, and a part of them: legal.
  (func (export "overlapping") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0x401_00000002)))
  ;; Nothing, from anywhere within its memory: legal.
  (func (export "empty") (param i64) (result i64)
    (call $text (local.get 0) (i64.const 0x10000_00000000))))
