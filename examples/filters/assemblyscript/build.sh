#!/usr/bin/env bash
# Toolchain: npm
set -eu
cd "$(dirname "$0")"

asc add_severity.ts -O3s --runtime incremental --use abort= -o add_severity.wasm
