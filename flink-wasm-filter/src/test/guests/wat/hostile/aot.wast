;; A file of WAMR's ahead-of-time compiler (an .aot file). Refused when the filter is opened.
;; As bytes, because wat2wasm cannot write it.
(assert_malformed (module binary
  "\00aot\03\00\00\00" ;; magic and version
  "\00\00\00\00 \00\00\00\01\00\01\00\00\00\00\00>\00\03\00\00\00\00\00x86-64\00\00" ;; target information
) "not for this assembler")
