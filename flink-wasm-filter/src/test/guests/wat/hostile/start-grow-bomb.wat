;; Its start section takes all memory there is, then loops. Refused when the filter is opened.
(module
  (memory (export "memory") 1)
  (func $start
    (block $full (loop $more (br_if $full (i32.eq (memory.grow (i32.const 16)) (i32.const -1))) (br $more)))
    (loop $again (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x100000)) (br $again)))
  (start $start)
  (func (export "f") (param i32 i32 i32 i32 i32 i32) (result i32) (local.get 4)))
