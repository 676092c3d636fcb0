;; Exports its memory as "f".
(module
  (memory (export "memory") (export "f") 1))
