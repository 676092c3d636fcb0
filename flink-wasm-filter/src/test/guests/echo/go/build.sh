#!/usr/bin/env bash
# Toolchain: go
set -eu
cd "$(dirname "$0")"

build() {
  GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags='-s -w -buildid=' -o "$1" -tags "$2" .
}

build go.wasm ''
build go_malloc.wasm malloc
