;; A guest whose initialisation traps.
(module
  (func (export "_initialize") unreachable)
  (func (export "id_i64") (param i64) (result i64) (local.get 0)))
