#!/bin/sh
# Builds the static helpers with gcc (or $CC, for another architecture) into the folder given.
set -e
here=$(dirname "$0")
out=$1
flags='-std=gnu17 -Os -static -nostdlib -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables -fno-pie -no-pie
  -fno-tree-loop-distribute-patterns -ffunction-sections -Wall -Wextra -Werror -Wl,--gc-sections,--build-id=none,-z,noseparate-code -s'
# shellcheck disable=SC2086
${CC:-gcc} $flags -o "$out/init" "$here/start.c" "$here/steps.c" "$here/terminal.c" "$here/log.c" "$here/relay.c" "$here/network.c" "$here/supervise.c"
# shellcheck disable=SC2086
${CC:-gcc} $flags -o "$out/pause" "$here/pause.c"
# shellcheck disable=SC2086
${CC:-gcc} $flags -o "$out/hello" "$here/hello.c"
