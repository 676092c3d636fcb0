;; Allocates a byte for ever.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "env" "malloc" (func $malloc (param i32) (result i32)))
  (import "env" "calloc" (func $calloc (param i32 i32) (result i32)))
  (import "env" "realloc" (func $realloc (param i32 i32) (result i32)))
  (import "env" "free" (func $free (param i32)))
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $block i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $more (drop (call $malloc (i32.const 1))) (br $more))
      ))
    (local.set $block (call $malloc (i32.const 16)))
    (i64.store (local.get $block) (i64.const -1))
    (call $free (local.get $block))
    (local.get $record)))
