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

# Bytes that wat2wasm does not write: damaged modules, and proposals that it does not know. wast2json writes a module that
# it is told is malformed as it is, without looking.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find . -name '*.wast' | sort | while read -r source; do
  wast2json -o "$work/module.json" "$source"
  mv "$work/module.0.wasm" "${source%.wast}.wasm"
done

for name in $(hostile/generate-large); do
  hostile/generate-large "$name" > "$work/large.wat"
  wat2wasm -o "hostile/$name.wasm" "$work/large.wat"
done
