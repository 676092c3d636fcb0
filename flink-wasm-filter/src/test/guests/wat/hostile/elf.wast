;; A program of the machine. Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\7fELF\02\01\01\00\00\00\00\00\00\00\00\00\03\00>\00\01\00\00\00" ;; header
) "not for this assembler")
