#!/bin/sh
# Compiles the guests of the benchmarks into ../resources/parigot/bench/guests. The results are
# committed, so this is only needed after a change of the sources. On Debian: apt-get install clang lld
set -eu
cd "$(dirname "$0")"
out=../resources/parigot/bench/guests
mkdir -p "$out"

compile() {
  clang --target=wasm32 -std=c11 -O2 -mbulk-memory -ffreestanding -nostdlib \
    -Wall -Wextra -Werror -Wno-unused-function "$@" \
    -Wl,--no-entry -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=8192
}

compile -o "$out/calls-reactor.wasm" calls.c
compile -DLOOP -o "$out/calls-loop.wasm" calls.c
chmod 644 "$out"/*.wasm
