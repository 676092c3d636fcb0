;; Shows clocks and random numbers as 16 hexadecimal digits each: {"time":…,"steady":…,"begun":…,"first":…,"second":…}.
;; "begun" is the random number that start code has drawn; the other two are drawn while the event is filtered.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64)
    "{\"time\":\"################\",\"steady\":\"################\",\"begun\":\"################\",\"first\":\"################\",\"second\":\"################\"}\00")
  (func $begin (drop (call $random (i32.const 0) (i32.const 8))))
  (start $begin)
  (func $digit (param $value i32) (result i32)
    (select
      (i32.add (local.get $value) (i32.const 48))
      (i32.add (local.get $value) (i32.const 87))
      (i32.lt_u (local.get $value) (i32.const 10))))
  ;; Writes the number at $from as hexadecimal digits, the highest first.
  (func $show (param $from i32) (param $to i32)
    (local $value i64)
    (local $i i32)
    (local.set $value (i64.load (local.get $from)))
    (local.set $i (i32.const 15))
    (loop $next
      (i32.store8
        (i32.add (local.get $to) (local.get $i))
        (call $digit (i32.wrap_i64 (i64.and (local.get $value) (i64.const 15)))))
      (local.set $value (i64.shr_u (local.get $value) (i64.const 4)))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (br_if $next (i32.ge_s (local.get $i) (i32.const 0)))))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32)
    (drop (call $clock (i32.const 0) (i64.const 1) (i32.const 8)))
    (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 16)))
    (drop (call $random (i32.const 24) (i32.const 8)))
    (drop (call $random (i32.const 32) (i32.const 8)))
    (call $show (i32.const 8) (i32.const 73))
    (call $show (i32.const 16) (i32.const 101))
    (call $show (i32.const 0) (i32.const 128))
    (call $show (i32.const 24) (i32.const 155))
    (call $show (i32.const 32) (i32.const 183))
    (i32.const 64)))
