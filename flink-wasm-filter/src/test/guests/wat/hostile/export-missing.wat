;; Exports no "f", but one with a name that tries to forge a line of a message.
(module
  (memory (export "memory") 1)
  (func (export "f\0aERROR \1b[31m") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
