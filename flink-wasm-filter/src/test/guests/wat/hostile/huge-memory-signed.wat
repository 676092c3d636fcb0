;; Wants 2 GiB of memory from the start: 2^31 bytes are negative to whoever computes with signs. Refused when the filter is opened.
(module
  (memory (export "memory") 32768)
  
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
