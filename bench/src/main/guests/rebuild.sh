#!/bin/sh
# Compiles the guests of the benchmarks into ../resources/parigot/bench/guests. The results are
# committed, so this is only needed after a change of the sources. On Debian: apt-get install clang lld
# golang-1.23-go (the last from bookworm-backports; GO names the command where it is not on the path).
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

# SKIP_GO leaves out the guest in Go. Its system calls and messages are those of the tests' Go guest.
if [ -z "${SKIP_GO:-}" ]; then
  mkdir "$objects/go"
  cp go/* ../../../../actors/src/test/guests/classic/host.go ../../../../actors/src/test/guests/classic/wire.go "$objects/go"
  out=$(cd "$out" && pwd)
  (cd "$objects/go" && GOOS=wasip1 GOARCH=wasm GOFLAGS=-buildvcs=false GOTOOLCHAIN=local GOPROXY=off \
    "${GO:-go}" build -trimpath -ldflags='-s -w' -o "$out/calls-go.wasm" .)
fi
chmod 644 "$out"/*.wasm
