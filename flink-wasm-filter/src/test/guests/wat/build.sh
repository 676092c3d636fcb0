#!/usr/bin/env bash
# Toolchain: debian
# Checksums: none
set -eu
cd "$(dirname "$0")"

# A first line ";; flags: ..." holds what wat2wasm is to be told: the features that the module needs.
find . -name '*.wat' | sort | while read -r source; do
  read -ra flags <<< "$(sed -n '1s/^;; flags: *//p' "$source")"
  wat2wasm "${flags[@]}" -o "${source%.wat}.wasm" "$source"
done
