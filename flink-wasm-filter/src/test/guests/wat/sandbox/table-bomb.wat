;; Grows its two tables by one element in turn until both are refused, then returns {"elements":"…"}: how many they have
;; together, as 8 hexadecimal digits.
(module
  (memory (export "memory") 1)
  (table $a 1 funcref)
  (table $b 1 funcref)
  (data (i32.const 64) "{\"elements\":\"########\"}\00")
  (func $digit (param $value i32) (result i32)
    (select
      (i32.add (local.get $value) (i32.const 48))
      (i32.add (local.get $value) (i32.const 87))
      (i32.lt_u (local.get $value) (i32.const 10))))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32)
    (local $total i32)
    (local $i i32)
    (loop $again
      (br_if $again
        (i32.or
          (i32.ge_s (table.grow $a (ref.null func) (i32.const 1)) (i32.const 0))
          (i32.ge_s (table.grow $b (ref.null func) (i32.const 1)) (i32.const 0)))))
    (local.set $total (i32.add (table.size $a) (table.size $b)))
    (local.set $i (i32.const 7))
    (loop $next
      (i32.store8
        (i32.add (i32.const 77) (local.get $i))
        (call $digit (i32.and (local.get $total) (i32.const 15))))
      (local.set $total (i32.shr_u (local.get $total) (i32.const 4)))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (br_if $next (i32.ge_s (local.get $i) (i32.const 0))))
    (i32.const 64)))
