#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang=(clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -ffreestanding -fno-delete-null-pointer-checks -nostdlib
  -Wl,--no-entry -Wl,--export=__heap_base -Wl,--export=__data_end -Wl,-z,stack-size=8192 -Wl,--strip-all)

"${clang[@]}" -o data_first.wasm whole_stack.c
"${clang[@]}" -DSTACK_FIRST -Wl,--stack-first -o stack_first.wasm whole_stack.c
