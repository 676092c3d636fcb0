#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

# 320 KiB to start with, of which about 240 are heap: small, so that it collects often.
clang-14 --target=wasm32 -O2 -Wall -Wextra -Werror -ffreestanding -fno-strict-aliasing -nostdlib \
  -Wl,--no-entry -Wl,-z,stack-size=65536 -Wl,--initial-memory=327680 -Wl,--strip-all \
  -o gc_chain.wasm tag_and_length.c collector.c
