;; A component, not a module. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\0d\00\01\00" ;; magic, version and layer of a component
) "not for this assembler")
