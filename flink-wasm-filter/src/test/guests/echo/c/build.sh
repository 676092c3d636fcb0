#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang=(clang-14 --target=wasm32-wasi --sysroot=/usr -mexec-model=reactor -O2 -Wall -Wextra -Werror -Wl,--strip-all)

"${clang[@]}" -o c_wasi.wasm echo.c
"${clang[@]}" -Wl,--export=malloc -Wl,--export=free -o c_wasi_malloc.wasm echo.c
