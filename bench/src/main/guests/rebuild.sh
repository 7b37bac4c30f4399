#!/bin/sh
# Compiles the guests of the benchmarks into ../resources/parigot/bench/guests. The results are
# committed, so this is only needed after a change of the sources. On Debian: apt-get install clang lld
set -eu
cd "$(dirname "$0")"
out=../resources/parigot/bench/guests
mkdir -p "$out"

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

# Linked by itself, for clang runs what else of WebAssembly's tools is installed when it links.
guest() {
  name=$1
  shift
  clang --target=wasm32 -std=c11 -O2 -mbulk-memory -ffreestanding \
    -Wall -Wextra -Werror -Wno-unused-function -c -o "$objects/$name.o" "$@"
  wasm-ld --no-entry --strip-all --stack-first -z stack-size=8192 -o "$out/$name.wasm" "$objects/$name.o"
}

guest calls-reactor calls.c
guest calls-loop -DLOOP calls.c
guest plugin plugin.c
guest compute compute.c
chmod 644 "$out"/*.wasm
