;; Filters that remember earlier events, or look as if they did. Each answers with {"n":<digit>}, with its
;; record, or with a drop.
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (global $length (mut i32) (i32.const 0))
  (data (i32.const 1024) "{\"n\":0}\00")

  (func $answer (param $digit i32) (result i32)
    (i32.store8 (i32.const 1029) (i32.add (i32.const 48) (i32.rem_u (local.get $digit) (i32.const 10))))
    (i32.const 1024))

  ;; The length of the record: remembers nothing.
  (func (export "length") (param i32 i32 i32 i32 i32 i32) (result i32)
    (call $answer (local.get 5)))

  ;; How many events came before this one.
  (func (export "calls") (param i32 i32 i32 i32 i32 i32) (result i32)
    (local $before i32)
    (local.set $before (global.get $calls))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (call $answer (local.get $before)))

  ;; Drops only the first event that an instance sees.
  (func (export "first") (param i32 i32 i32 i32 i32 i32) (result i32)
    (if (i32.eqz (global.get $calls))
      (then (global.set $calls (i32.const 1)) (return (i32.const 0))))
    (call $answer (local.get 5)))

  ;; The longest record so far: in order it is each event's own, if the events come sorted by length.
  (func (export "longest") (param i32 i32 i32 i32 i32 i32) (result i32)
    (if (i32.gt_u (local.get 5) (global.get $length))
      (then (global.set $length (local.get 5))))
    (call $answer (global.get $length)))

  ;; The length of the record, and two megabytes of memory gone.
  (func (export "leak") (param i32 i32 i32 i32 i32 i32) (result i32)
    (if (i32.eq (memory.grow (i32.const 32)) (i32.const -1)) (then (unreachable)))
    (call $answer (local.get 5)))

  ;; The day of the clock.
  (func (export "clock") (param i32 i32 i32 i32 i32 i32) (result i32)
    (drop (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 2048)))
    (call $answer (i32.wrap_i64 (i64.div_u (i64.load (i32.const 2048)) (i64.const 86400000000000)))))

  ;; A random digit.
  (func (export "random") (param i32 i32 i32 i32 i32 i32) (result i32)
    (drop (call $random_get (i32.const 2048) (i32.const 4)))
    (call $answer (i32.load (i32.const 2048))))

  ;; Traps at every record of an odd length.
  (func (export "odd") (param i32 i32 i32 i32 i32 i32) (result i32)
    (if (i32.and (local.get 5) (i32.const 1)) (then (unreachable)))
    (call $answer (local.get 5))))
