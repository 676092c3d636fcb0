;; Its constructor never ends.
(module
  (memory (export "memory") 1)
  (func (export "__wasm_call_ctors")
    (loop $forever
      (br $forever)))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32)
    (local.get 4)))
