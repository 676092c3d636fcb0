;; The host calls the guest while the guest calls the host.
(module
  (import "host" "call" (func $call (param i32) (result i32)))
  (memory 1)
  (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func (export "trap") (param i32) (result i32) (unreachable))
  (func (export "forever") (param i32) (result i32) (loop $again (br $again)) (unreachable))
  (func (export "again") (param i32) (result i32) (call $call (local.get 0)))
  (func (export "f") (param i32) (result i32) (call $call (local.get 0))))
