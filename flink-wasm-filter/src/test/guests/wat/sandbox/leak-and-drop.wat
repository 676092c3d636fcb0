;; Leaks: copies each record to new memory of its own 64 KiB, never grows, and returns 0 when it is used up, as a filter
;; does whose malloc has failed. Records whose first key starts with "d" are dropped on purpose, before it allocates;
;; those whose first key starts with "t" take memory and trap.
(module
  (memory (export "memory") 2 2)
  (global $next (mut i32) (i32.const 65536))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $copy i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x64))
      (then (return (i32.const 0))))
    (local.set $copy (global.get $next))
    (if (i32.gt_u
          (i32.add (i32.add (local.get $copy) (local.get $record_len)) (i32.const 1))
          (i32.const 131072))
      (then (return (i32.const 0))))
    (global.set $next (i32.add (i32.add (local.get $copy) (local.get $record_len)) (i32.const 1)))
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x74))
      (then (unreachable)))
    (memory.copy (local.get $copy) (local.get $record) (local.get $record_len))
    (i32.store8 (i32.add (local.get $copy) (local.get $record_len)) (i32.const 0))
    (local.get $copy)))
