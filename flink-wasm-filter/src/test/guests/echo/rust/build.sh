#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

cargo build --release --target wasm32-unknown-unknown
cp target/wasm32-unknown-unknown/release/echo.wasm rust_unknown.wasm

cargo build --release --target wasm32-wasi
cp target/wasm32-wasi/release/echo.wasm rust_wasi.wasm

# The allocator of wasi-libc is linked in either case; here the host may call it too.
cargo rustc --release --target wasm32-wasi -- -C link-arg=--export=malloc -C link-arg=--export=free
cp target/wasm32-wasi/release/echo.wasm rust_wasi_malloc.wasm
