#!/usr/bin/env bash
# Toolchain: npm
set -eu
cd "$(dirname "$0")"

asc=(asc -O3s --runtime incremental)

"${asc[@]}" --use abort= -o assemblyscript.wasm raw.ts
# Imports env.abort, as a module does that was built with asc's defaults.
"${asc[@]}" -o assemblyscript_global.wasm raw_with_global.ts
"${asc[@]}" --use abort= --exportRuntime -o assemblyscript_managed.wasm managed.ts
