;; Prints a line when it is initialized.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "ready\n")
  ;; one piece of 6 bytes at 16
  (data (i32.const 0) "\10\00\00\00\06\00\00\00")
  (func (export "_initialize")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32)
    (local.get 4)))
