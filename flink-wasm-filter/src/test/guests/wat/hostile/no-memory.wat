;; Has no memory.
(module
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
