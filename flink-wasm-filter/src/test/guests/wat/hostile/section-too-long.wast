;; A section whose size reaches past the end of the file. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00\00\00" ;; magic and version
  "\01\0b\01`\06\7f\7f\7f\7f\7f\7f\01\7f" ;; type of a filter
  "\03\ff\ff\ff\ff\0f\01\00" ;; functions: 4 GiB
) "not for this assembler")
