;; Returns {"n":0}, {"n":1}, ...: how many calls this instance remembers, up to 9.
(module
  (memory (export "memory") 1 1)
  (data (i32.const 1024) "{\"n\":0}\00")
  (global $calls (mut i32) (i32.const 0))
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32)
    (i32.store8 (i32.const 1029) (i32.add (i32.const 0x30) (global.get $calls)))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.const 1024)))
