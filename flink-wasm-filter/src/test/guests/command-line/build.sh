#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang-14 --target=wasm32-wasi --sysroot=/usr -mexec-model=reactor -O2 -Wall -Wextra -Werror \
  -Wl,--export=malloc -Wl,--export=free -Wl,--strip-all -o surroundings.wasm surroundings.c

for source in *.wat; do
  wat2wasm -o "${source%.wat}.wasm" "$source"
done
