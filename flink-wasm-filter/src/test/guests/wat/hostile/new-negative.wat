;; Its allocator returns -1.
;; A guest with AssemblyScript's runtime: tag and record come from __new. The record that it is bad on, {"bad":1}, is the only
;; one for which __new is asked for 10 bytes; it returns every other record as it is.
(module
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 1024))
  (global $bad (mut i32) (i32.const 0))
  (func $new (export "__new") (param $size i32) (param $class i32) (result i32) (local $at i32)
    (if (i32.eq (local.get $size) (i32.const 10))
      (then
        (global.set $bad (i32.const 1))
        (return (i32.const -1))
      ))
    (if (i32.gt_u (global.get $next) (i32.const 60000)) (then (global.set $next (i32.const 1024))))
    (local.set $at (global.get $next))
    (global.set $next (i32.and (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 15)) (i32.const -16)))
    (local.get $at))
  (func (export "__pin") (param i32) (result i32) (local.get 0))
  (func (export "__unpin") (param i32))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
