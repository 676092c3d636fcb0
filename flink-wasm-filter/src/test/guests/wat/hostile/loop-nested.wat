;; Loops inside loops that count to 2^32 each: it would end, after the sun.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (local $i i32) (local $j i32) (local $k i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $a
          (local.set $i (i32.const 0))
          (loop $b
            (local.set $j (i32.const 0))
            (loop $c (br_if $c (local.tee $j (i32.sub (local.get $j) (i32.const 1)))))
            (br_if $b (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (br_if $a (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))
      ))
    (local.get $record)))
