;; Exports a malloc that returns 0; the host's calloc must not clear address 0.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "env" "malloc" (func $env_malloc (param i32) (result i32)))
  (import "env" "calloc" (func $env_calloc (param i32 i32) (result i32)))
  (import "env" "free" (func $env_free (param i32)))
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 1024))
  (global $bad (mut i32) (i32.const 0))
  (func (export "malloc") (param $size i32) (result i32)
    (if (global.get $bad) (then (return (i32.const 0))))
    (global.set $next (i32.add (global.get $next) (i32.const 64)))
    (global.get $next))
  (func (export "free") (param i32))
  ;; A block that the host's malloc hands out has to be one of this allocator.
  (func $check (local $block i32)
    (local.set $block (call $env_malloc (i32.const 16)))
    (if (i32.ne (local.get $block) (global.get $next)) (then unreachable))
    (call $env_free (local.get $block)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (i32.store (i32.const 0) (i32.const 0x01020304))
        (global.set $bad (i32.const 1))
        (if (call $env_calloc (i32.const 4) (i32.const 4)) (then (loop $wrong (br $wrong))))
        (if (i32.ne (i32.load (i32.const 0)) (i32.const 0x01020304)) (then (loop $cleared (br $cleared))))
        unreachable
      ))
    (call $check)
    (local.get $record)))
