;; flags: --enable-tail-call
;; Calls itself in the tail position for ever: neither a loop nor a deeper stack.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (func $self (param i32) (result i32) (return_call $self (i32.add (local.get 0) (i32.const 1))))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (return_call $self (i32.const 1))
      ))
    (local.get $record)))
