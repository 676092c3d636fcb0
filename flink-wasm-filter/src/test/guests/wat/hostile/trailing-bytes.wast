;; Goes on with bytes that are no section. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00\00\00" ;; magic and version
  "\01\0b\01`\06\7f\7f\7f\7f\7f\7f\01\7f" ;; type of a filter
  "\03\02\01\00" ;; one function
  "\05\03\01\00\01" ;; memory of one page
  "\07\0e\02\01f\00\00\06memory\02\00" ;; exports
  "\0a\06\01\04\00 \04\0b" ;; code
  "\ff\ff\ff\ff" ;; no section
) "not for this assembler")
