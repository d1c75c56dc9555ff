;; Calls what isn't there: an element behind the table's end.
(memory (export "memory") 1)
(table 8 funcref)
(func $evil (call_indirect (i32.const -1)))
