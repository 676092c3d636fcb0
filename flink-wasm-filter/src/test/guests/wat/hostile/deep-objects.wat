;; Returns an object in an object, ten thousand times, and closes every one.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $at i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (local.set $at (i32.const 1024))
        (loop $open
          (i64.store (local.get $at) (i64.const 0x3a2261227b)) ;; {"a":
          (local.set $at (i32.add (local.get $at) (i32.const 5)))
          (br_if $open (i32.lt_u (local.get $at) (i32.const 51024))))
        (i32.store8 (local.get $at) (i32.const 0x31))
        (memory.fill (i32.add (local.get $at) (i32.const 1)) (i32.const 0x7d) (i32.const 10000))
        (return (i32.const 1024))
      ))
    (local.get $record)))
