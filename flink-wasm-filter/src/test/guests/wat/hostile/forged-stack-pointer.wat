;; Looks in every way like a guest with a stack at the start of its memory, but the global counts something else and the bytes below it are in use. Traps when anybody but itself has written there, or when the global has moved; so it emits every record.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 2)
  (global $count (mut i32) (i32.const 65536))
  (data (i32.const 65536) "data begins where a stack would end")
  (func $one (local $frame i32)
    (local.set $frame (i32.sub (global.get $count) (i32.const 32)))
    (global.set $count (local.get $frame))
    (global.set $count (i32.add (local.get $frame) (i32.const 32))))
  (func $two (local $frame i32)
    (local.set $frame (i32.sub (global.get $count) (i32.const 48)))
    (global.set $count (local.get $frame))
    (global.set $count (i32.add (local.get $frame) (i32.const 48))))
  (func $check (local $at i32)
    (call $one) (call $two)
    (if (i32.ne (global.get $count) (i32.const 65536)) (then unreachable))
    (loop $all
      (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then unreachable))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $all (i32.lt_u (local.get $at) (i32.const 65536)))))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (call $check)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return (local.get $record))
      ))
    (local.get $record)))
