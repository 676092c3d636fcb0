;; Announces four billion types in a file of 16 bytes. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00\00\00" ;; magic and version
  "\01\06\ff\ff\ff\ff\0f`" ;; types: 2^32 - 1
) "not for this assembler")
