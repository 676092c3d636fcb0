;; Recursion that ends in an access out of bounds near the end of the stack, again and again deeper.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (func $deeper (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (i32.add (call $deeper (i32.sub (local.get 0) (i32.const 1))) (i32.load (i32.const 0x7fff0000))))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $depth i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $again
          (local.set $depth (i32.add (local.get $depth) (i32.const 100)))
          (drop (call $deeper (local.get $depth)))
          (br $again))
      ))
    (local.get $record)))
