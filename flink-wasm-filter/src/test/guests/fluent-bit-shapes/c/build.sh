#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

# As Fluent Bit's example in C is built.
bare=(clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -nostdlib -Wl,--no-entry -Wl,--allow-undefined
  -Wl,--export=__heap_base -Wl,--export=__data_end -Wl,-z,stack-size=8192 -Wl,--strip-all)
# -fno-builtin: every call stays a call.
"${bare[@]}" -fno-builtin -o env_calls.wasm env_calls.c
"${bare[@]}" -fno-builtin -o env_builtins.wasm env_builtins.c
"${bare[@]}" -ffreestanding -o imports.wasm imports.c
"${bare[@]}" -ffreestanding -o filters.wasm filters.c

start_code() {
  "${bare[@]}" -ffreestanding -o "$1" start_code.c "${@:2}"
}
wasi=-DWASI='"wasi_snapshot_preview1"'
start_code start_initialize_plain.wasm -DINITIALIZE
start_code start_initialize_wasi.wasm -DINITIALIZE "$wasi"
start_code start_ctors_plain.wasm -DCTORS
start_code start_ctors_wasi.wasm -DCTORS "$wasi"
start_code start_post_instantiate_plain.wasm -DPOST_INSTANTIATE
start_code start_all_plain.wasm -DINITIALIZE -DCTORS -DPOST_INSTANTIATE
start_code start_all_wasi.wasm -DINITIALIZE -DCTORS -DPOST_INSTANTIATE "$wasi"
start_code start_all_unstable.wasm -DINITIALIZE -DCTORS -DPOST_INSTANTIATE -DWASI='"wasi_unstable"'
start_code start_wrong_type_wasi.wasm -DINITIALIZE_WITH_ARGUMENT "$wasi"

libc=(clang-14 --target=wasm32-wasi --sysroot=/usr -O2 -Wall -Wextra -Werror)
"${libc[@]}" -mexec-model=reactor -Wl,--strip-all -o hello.wasm hello.c

# Linked without -O: with it, clang runs wasm-opt, which inlines what Asyncify needs to find as a function.
"${libc[@]}" -c -o tinygo_like.o tinygo_like.c
clang-14 --target=wasm32-wasi --sysroot=/usr -nostartfiles -Wl,--no-entry -Wl,--export=malloc -Wl,--export=free \
  -Wl,--export=calloc -Wl,--export=realloc -Wl,--strip-all -o tinygo_like.wasm tinygo_like.o
wasm-opt --asyncify -O1 -o tinygo_like.wasm tinygo_like.wasm
rm tinygo_like.o
