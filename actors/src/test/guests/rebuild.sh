#!/bin/sh
# Compiles the guests of the tests into ../resources/guests. The results are committed, so this is only
# needed after a change of the sources. On Debian: apt-get install clang lld golang-1.23-go (the last
# from bookworm-backports; GO names the command where it is not on the path).
set -eu
cd "$(dirname "$0")"
out=$(cd .. && pwd)/resources/guests
mkdir -p "$out"

compile() {
  clang --target=wasm32 -std=c11 -Oz -mbulk-memory -ffreestanding -nostdlib \
    -Wall -fno-inline-functions -Wextra -Werror -Wno-unused-function "$@" \
    -Wl,--no-entry -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=8192 guest.c
}

compile -DLOOP -o "$out/loop.wasm"
compile -DLOOP -DALLOC -o "$out/loop-alloc.wasm"
compile -DREACTOR -DALLOC -o "$out/reactor.wasm"
for plugins in stores mischief; do
  name=$(echo $plugins | tr a-z A-Z)
  compile -D$name -DLOOP -o "$out/$plugins-loop.wasm"
  compile -D$name -DREACTOR -DALLOC -o "$out/$plugins-reactor.wasm"
done

(cd classic && GOOS=wasip1 GOARCH=wasm GOFLAGS=-buildvcs=false GOTOOLCHAIN=local GOPROXY=off \
  "${GO:-go}" build -trimpath -ldflags='-s -w' -o "$out/classic.wasm" .)
chmod 644 "$out"/*.wasm
