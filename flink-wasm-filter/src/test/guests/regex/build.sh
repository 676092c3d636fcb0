#!/usr/bin/env bash
# Toolchain: debian
set -eu
cd "$(dirname "$0")"

cargo build --release --target wasm32-unknown-unknown
cp target/wasm32-unknown-unknown/release/mask.wasm .
