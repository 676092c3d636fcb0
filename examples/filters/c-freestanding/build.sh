#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -ffreestanding -nostdlib \
  -Wl,--no-entry -Wl,--export=__heap_base -Wl,--export=__data_end \
  -Wl,-z,stack-size=8192 -Wl,--strip-all -o drop_debug.wasm drop_debug.c
