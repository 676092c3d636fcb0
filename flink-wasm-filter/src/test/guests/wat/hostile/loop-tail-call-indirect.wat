;; flags: --enable-tail-call
;; Calls itself in the tail position through a table for ever.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (type $t (func (param i32) (result i32)))
  (table 1 1 funcref) (elem (i32.const 0) $self)
  (func $self (type $t) (return_call_indirect (type $t) (local.get 0) (i32.const 0)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return_call $self (i32.const 1))
      ))
    (local.get $record)))
