#!/usr/bin/env bash
# Toolchain: go
set -eu
cd "$(dirname "$0")"

GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags='-s -w -buildid=' -o scrub.wasm .
