;; Catches every exception, for ever, around a trap. Traps are no exceptions.
;; Misbehaves when the record's first key starts with "b"; returns every other record as it is.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00\00\00" ;; magic and version
  "\01\12\03`\06\7f\7f\7f\7f\7f\7f\01\7f`\00\00`\01\7f\00" ;; types: the filter; () -> (); (i32) -> ()
  "\03\02\01\00" ;; functions
  "\05\03\01\00\01" ;; memory of one page
  "\0d\03\01\00\01" ;; an exception tag
  "\07\0e\02\01f\00\00\06memory\02\00" ;; exports
  "\0a!\01\1f\00 \04-\00\02A\e2\00F\04@\03@\02@\1f@\01\02\00\00\0b\0b\0c\00\0b\0b \04\0b" ;; code
) "not for this assembler")
