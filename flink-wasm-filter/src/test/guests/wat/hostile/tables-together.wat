;; Grows each of ten tables as far as one may grow: the limit is for all together.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (table $a 1 funcref) (table $b 1 funcref) (table $c 1 externref)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (drop (table.grow $a (ref.null func) (i32.const 900000)))
        (drop (table.grow $b (ref.null func) (i32.const 900000)))
        (drop (table.grow $c (ref.null extern) (i32.const 900000)))
        (if (i32.gt_u (i32.add (table.size $a) (i32.add (table.size $b) (table.size $c))) (i32.const 1000000)) (then (loop $over (br $over))))
        unreachable
      ))
    (local.get $record)))
