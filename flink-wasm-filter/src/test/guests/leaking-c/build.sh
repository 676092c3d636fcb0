#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang-14 --target=wasm32-wasi --sysroot=/usr -mexec-model=reactor -O2 -Wall -Wextra -Werror \
  -Wl,--export=malloc -Wl,--export=free -Wl,--strip-all -o leak_libc.wasm leak_libc.c

clang=(clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -ffreestanding -nostdlib
  -Wl,--no-entry -Wl,-z,stack-size=8192 -Wl,--strip-all)

"${clang[@]}" -o leak_grow.wasm leak_bump.c
# 4 MiB: room for three records of 1 MiB.
"${clang[@]}" -DFIXED -Wl,--initial-memory=4194304 -Wl,--max-memory=4194304 -o leak_fixed.wasm leak_bump.c
