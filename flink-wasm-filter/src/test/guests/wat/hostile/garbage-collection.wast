;; Defines a struct of the garbage-collection proposal. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00\00\00" ;; magic and version
  "\01\0f\02_\01\7f\01`\06\7f\7f\7f\7f\7f\7f\01\7f" ;; types: struct, filter
  "\03\02\01\01" ;; functions
  "\05\03\01\00\01" ;; memory of one page
  "\07\0e\02\01f\00\00\06memory\02\00" ;; exports
  "\0a\06\01\04\00 \04\0b" ;; code
) "not for this assembler")
