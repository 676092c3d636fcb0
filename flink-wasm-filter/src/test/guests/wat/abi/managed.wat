;; Exports the runtime functions of AssemblyScript, with an allocator that answers what the test tells it to.
(module
  (memory (export "memory") 1 4)
  (global $first (mut i32) (i32.const 1024))
  (global $second (mut i32) (i32.const 2048))
  (global $calls (mut i32) (i32.const 0))
  (global $pins (mut i32) (i32.const 0))
  (global $sizes (mut i64) (i64.const 0))
  (global $trap_in (mut i32) (i32.const 0))

  ;; What __new returns the first and the second time, and from then on.
  (func (export "plan") (param i32 i32) (global.set $first (local.get 0)) (global.set $second (local.get 1)) (global.set $calls (i32.const 0)))
  ;; Which function traps: 1 __new, 2 __pin, 3 __unpin.
  (func (export "trap_in") (param i32) (global.set $trap_in (local.get 0)))
  (func (export "pins") (result i32) (global.get $pins))
  ;; Sizes of the last two allocations, the first in the high half.
  (func (export "sizes") (result i64) (global.get $sizes))

  (func (export "__new") (param $size i32) (param $class i32) (result i32)
    (if (i32.eq (global.get $trap_in) (i32.const 1)) (then (unreachable)))
    (if (local.get $class) (then (unreachable)))
    (global.set $sizes (i64.or (i64.shl (global.get $sizes) (i64.const 32)) (i64.extend_i32_u (local.get $size))))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (select (global.get $first) (global.get $second) (i32.and (global.get $calls) (i32.const 1))))
  (func (export "__pin") (param i32) (result i32)
    (if (i32.eq (global.get $trap_in) (i32.const 2)) (then (unreachable)))
    (global.set $pins (i32.add (global.get $pins) (i32.const 1)))
    (local.get 0))
  (func (export "__unpin") (param i32)
    (if (i32.eq (global.get $trap_in) (i32.const 3)) (then (unreachable)))
    (global.set $pins (i32.sub (global.get $pins) (i32.const 1))))

  ;; Returns its record.
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4))
  ;; Drops the event.
  (func (export "drop") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 0)))
