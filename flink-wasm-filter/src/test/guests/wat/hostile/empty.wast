;; Nothing at all. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "" ;; 
) "not for this assembler")
