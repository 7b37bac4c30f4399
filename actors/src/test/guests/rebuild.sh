#!/bin/sh
# Compiles the guests of the tests into ../resources/guests. The results are committed, so this is only
# needed after a change of the sources. On Debian: apt-get install clang lld golang-1.23-go (the last
# from bookworm-backports; GO names the command where it is not on the path).
set -eu
cd "$(dirname "$0")"
out=$(cd .. && pwd)/resources/guests
mkdir -p "$out"

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

# In two steps: clang would hand what it links to wasm-opt, on machines that have one.
compile() {
  wasm=$1
  shift
  clang --target=wasm32 -std=c11 -Oz -mbulk-memory -ffreestanding \
    -Wall -fno-inline-functions -Wextra -Werror -Wno-unused-function "$@" -c -o "$objects/guest.o" guest.c
  wasm-ld --no-entry --strip-all --stack-first -z stack-size=8192 -o "$out/$wasm" "$objects/guest.o"
}

compile loop.wasm -DLOOP
compile loop-alloc.wasm -DLOOP -DALLOC
compile reactor.wasm -DREACTOR -DALLOC
compile hostile-loop.wasm -DLOOP -DHOSTILE
compile hostile-reactor.wasm -DREACTOR -DALLOC -DHOSTILE
compile stores-loop.wasm -DLOOP -DSTORES
compile stores-reactor.wasm -DREACTOR -DALLOC -DSTORES
compile hungry-loop.wasm -DLOOP -DALLOC -DHOSTILE -DSTORES
compile hungry-reactor.wasm -DREACTOR -DALLOC -DHOSTILE -DSTORES
compile mischief-loop.wasm -DLOOP -DMISCHIEF
compile mischief-reactor.wasm -DREACTOR -DALLOC -DMISCHIEF

# SKIP_GO leaves out the Go guest.
[ -n "${SKIP_GO:-}" ] || (cd classic && GOOS=wasip1 GOARCH=wasm GOFLAGS=-buildvcs=false GOTOOLCHAIN=local GOPROXY=off \
  "${GO:-go}" build -trimpath -ldflags='-s -w' -o "$out/classic.wasm" .)
chmod 644 "$out"/*.wasm
