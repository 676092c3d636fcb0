;; Ends within its header. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00" ;; magic and half a version
) "not for this assembler")
