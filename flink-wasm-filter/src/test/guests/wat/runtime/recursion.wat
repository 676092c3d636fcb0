;; Recursion to a chosen depth, and at its end one of several things that run code of the host or of its runtime.
(module
  (import "host" "busy" (func $busy))
  (import "host" "missing" (func $missing))
  (memory 1 2)
  (table $table 2 4 funcref)
  (elem $elements func $nothing)
  (func $nothing)
  (func $host (call $busy))
  (func $computes
    (drop (f64.nearest (f64.copysign (f64.convert_i64_u (i64.const -1)) (f64.const -1))))
    (drop (i32.trunc_sat_f64_s (f64.sqrt (f64.const 2))))
    (drop (i32.rotl (i32.clz (i32.const 5)) (i32.const 3))))
  (func $accesses
    (f32.store (i32.const 0) (f32.load (i32.const 4)))
    (f64.store (i32.const 0) (f64.load (i32.const 8)))
    (i64.store (i32.const 0) (i64.load (i32.const 8)))
    (i32.store (i32.const 0) (i32.load (i32.const 8)))
    (i32.store16 (i32.const 0) (i32.load16_s (i32.const 8))))
  (func $tables
    (table.init $table $elements (i32.const 0) (i32.const 0) (i32.const 1))
    (table.copy $table $table (i32.const 1) (i32.const 0) (i32.const 1))
    (table.fill $table (i32.const 0) (ref.func $nothing) (i32.const 2))
    (drop (table.grow $table (ref.null func) (i32.const 9)))
    (call_indirect $table (i32.const 0)))
  (func $grows
    (drop (memory.grow (i32.const 9)))
    (memory.copy (i32.const 0) (i32.const 8) (i32.const 8))
    (memory.fill (i32.const 0) (i32.const 8) (i32.const 8)))
  (func $outside (drop (i64.load (i32.const -1))))
  (func $divides (drop (i32.div_s (i32.const 1) (i32.const 0))))
  (func $calls_nobody (call $missing))
  (table $things funcref
    (elem $nothing $host $computes $accesses $tables $grows $outside $divides $calls_nobody))

  (func $dive (export "dive") (param $depth i32) (param $thing i32)
    (if (local.get $depth)
      (then
        (call $dive (i32.sub (local.get $depth) (i32.const 1)) (local.get $thing))
        (return)))
    (call_indirect $things (local.get $thing)))

  (func $forever (export "calls_host_forever") (call $busy) (call $forever)))
