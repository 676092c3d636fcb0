#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -ffreestanding -nostdlib \
  -Wl,--no-entry -Wl,-z,stack-size=8192 -Wl,--strip-all -o ways_out.wasm ways_out.c
