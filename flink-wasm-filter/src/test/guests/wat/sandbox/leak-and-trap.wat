;; Leaks like leak-and-drop, but traps when its memory is used up, as a filter does that aborts when malloc has failed.
(module
  (memory (export "memory") 2 2)
  (global $next (mut i32) (i32.const 65536))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $copy i32)
    (local.set $copy (global.get $next))
    (global.set $next (i32.add (i32.add (local.get $copy) (local.get $record_len)) (i32.const 1)))
    (memory.copy (local.get $copy) (local.get $record) (local.get $record_len))
    (i32.store8 (i32.add (local.get $copy) (local.get $record_len)) (i32.const 0))
    (local.get $copy)))
