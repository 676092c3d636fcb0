;; Moves its own stack pointer far outside its memory, then traps.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (global $sp (export "__stack_pointer") (mut i32) (i32.const 65536))
  (func $work (local $frame i32)
    (local.set $frame (i32.sub (global.get $sp) (i32.const 16)))
    (global.set $sp (local.get $frame))
    (i64.store (local.get $frame) (i64.const 1))
    (global.set $sp (i32.add (local.get $frame) (i32.const 16))))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (global.set $sp (i32.const 0x7ffffff0))
        unreachable
      ))
    (call $work)
    (local.get $record)))
