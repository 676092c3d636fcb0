;; Filters of both versions, other exports, and much that "wasm-filter check" has something to say about: an import
;; that nobody offers, one with another signature than the one that is offered, a name that would colour a terminal,
;; _start, asyncify, and a memory whose maximum is 256 MiB.
(module
  (import "env" "no_such_function" (func (param i32) (result i32)))
  (import "env" "malloc" (func (param i64) (result i32)))
  (import "env" "free" (func (param i32)))
  (memory (export "memory") 2 4096)
  (table 3 funcref)
  (global (export "a\1b[31mname") i32 (i32.const 7))
  (func (export "version_1") (param i32 i32 i32 i32 i32 i32) (result i32)
    (local.get 4))
  (func (export "version_2") (param i32 i32 i32 i32 i32 i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get 5)) (i64.const 32))
      (i64.extend_i32_u (local.get 4))))
  (func (export "too_few") (param i32 i32) (result i32)
    (local.get 0))
  (func (export "__wasm_call_ctors"))
  (func (export "_start"))
  (func (export "asyncify_get_state") (result i32)
    (i32.const 0)))
