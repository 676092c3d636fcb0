;; flags: --enable-threads
;; Spins on an atomic exchange for a lock that nobody will give back.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (memory (export "memory") 1 1 shared)
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (loop $again (br_if $again (i32.atomic.rmw.xchg (i32.const 0) (i32.const 1))) (br $again))
      ))
    (local.get $record)))
