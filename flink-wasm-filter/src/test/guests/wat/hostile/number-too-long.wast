;; A number of six bytes where five are the most. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00asm\01\00\00\00" ;; magic and version
  "\01\87\80\80\80\80\00\01`\00\00\00\00\00" ;; types
) "not for this assembler")
