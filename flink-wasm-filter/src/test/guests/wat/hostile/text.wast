;; WebAssembly in text format. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "(module (memory (export \22memory\22) 1))\0a" ;; text
) "not for this assembler")
