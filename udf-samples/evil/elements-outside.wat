;; Has elements for a place behind its table's end.
(module
  (table 8 funcref)
  (elem (i32.const -1) $f)
  (func $f (export "f") (param i64) (result i64) (local.get 0)))
