#!/usr/bin/env bash
# Toolchain: npm
set -eu
cd "$(dirname "$0")"

zig build-exe echo.zig -target wasm32-freestanding -fno-entry -rdynamic -O ReleaseSmall -fstrip -femit-bin=zig_freestanding.wasm

# Another libc than Debian's, with the compiler that comes with Zig.
zig cc -target wasm32-wasi -mexec-model=reactor -O2 -Wl,--strip-all -o zig_cc.wasm ../c/echo.c
