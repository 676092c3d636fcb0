#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -ffreestanding -mbulk-memory -fno-strict-aliasing \
  -c tag_and_length.c collector.c
# 320 KiB to start with, of which about 240 are heap: small, so that it collects often. Linked without -O: with it,
# clang runs wasm-opt, which refuses bulk memory once --strip-all has removed the note that the module uses it.
clang-14 --target=wasm32 -nostdlib -Wl,--no-entry -Wl,-z,stack-size=65536 -Wl,--initial-memory=327680 -Wl,--strip-all \
  -o gc_chain.wasm tag_and_length.o collector.o
rm tag_and_length.o collector.o
