;; Its __post_instantiate recurses for ever. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (func $deeper (export "__post_instantiate") (call $deeper) (call $deeper))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
