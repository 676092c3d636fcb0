;; Its _initialize asks the host for 64 MiB of random numbers, over and over.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "_initialize")
    (loop $again
      (drop (call $random (i32.const 0) (i32.const 0x4000000)))
      (br $again)))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
