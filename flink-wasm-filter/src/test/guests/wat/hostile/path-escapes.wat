;; Opens what lies outside its granted directory by "..", an absolute path, links and a NUL in a path, with and without following links. Returns its record only if all of it was refused and an honest file could be opened.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "plain")
  (data (i32.const 1040) "../secret")
  (data (i32.const 1056) "/etc/passwd")
  (data (i32.const 1072) "link")
  (data (i32.const 1088) "out/secret")
  (data (i32.const 1104) "in/../../secret")
  (data (i32.const 1136) "pla\00in ")
  ;; Opens a path for reading below descriptor 3, following links and then not; 0 when either worked.
  (func $open_at (param $path i32) (param $length i32) (result i32) (local $errno i32)
    (local.set $errno (call $once (i32.const 1) (local.get $path) (local.get $length)))
    (if (local.get $errno) (then (return (call $once (i32.const 0) (local.get $path) (local.get $length)))))
    (i32.const 0))
  (func $once (param $follow i32) (param $path i32) (param $length i32) (result i32) (local $errno i32)
    (local.set $errno (call $open (i32.const 3) (local.get $follow) (local.get $path) (local.get $length) (i32.const 0)
                                  (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 2048)))
    (if (i32.eqz (local.get $errno)) (then (drop (call $close (i32.load (i32.const 2048))))))
    (local.get $errno))
  (func (export "f") (param $tag i32) (param $tag_len i32) (param $sec i32) (param $nsec i32)
                     (param $record i32) (param $record_len i32) (result i32)
    (if (i32.eq (i32.load8_u offset=2 (local.get $record)) (i32.const 0x62))
      (then
        (if (call $open_at (i32.const 1024) (i32.const 5)) (then unreachable)) ;; honest
        (if (i32.eqz (call $open_at (i32.const 1040) (i32.const 9))) (then unreachable)) ;; ../secret
        (if (i32.eqz (call $open_at (i32.const 1056) (i32.const 11))) (then unreachable)) ;; /etc/passwd
        (if (i32.eqz (call $open_at (i32.const 1072) (i32.const 4))) (then unreachable)) ;; link
        (if (i32.eqz (call $open_at (i32.const 1088) (i32.const 10))) (then unreachable)) ;; out/secret
        (if (i32.eqz (call $open_at (i32.const 1104) (i32.const 15))) (then unreachable)) ;; in/../../secret
        (if (i32.eqz (call $open_at (i32.const 1136) (i32.const 7))) (then unreachable)) ;; honest, NUL inside
        (if (i32.eqz (call $open_at (i32.const 65530) (i32.const 6))) (then unreachable)) ;; bytes up to the end of memory
        (if (i32.eqz (call $open_at (i32.const 1024) (i32.const 0))) (then unreachable))
      ))
    (local.get $record)))
