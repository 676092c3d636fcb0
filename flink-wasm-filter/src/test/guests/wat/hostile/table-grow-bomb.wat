;; Grows its table until that is refused, then traps.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1)
  (table $t 1 funcref)
  (func $check (if (i32.ne (table.size $t) (i32.const 1)) (then unreachable)))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (block $full (loop $more
          (br_if $full (i32.eq (table.grow $t (ref.null func) (i32.const 4096)) (i32.const -1))) (br $more)))
        unreachable
      ))
    (call $check)
    (local.get $record)))
