#!/usr/bin/env bash
# Toolchain: npm
set -eu
cd "$(dirname "$0")"

zig build-exe sample.zig -target wasm32-freestanding -fno-entry -rdynamic -O ReleaseSmall -fstrip
