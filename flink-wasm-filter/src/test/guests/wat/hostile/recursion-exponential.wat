;; Recursion of depth 60 that branches twice at every depth: 2^60 calls.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (func $tree (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (call $tree (i32.sub (local.get 0) (i32.const 1))) (call $tree (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.const 1))))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return (call $tree (i32.const 60)))
      ))
    (local.get $record)))
