#!/bin/sh
# Generates what follows from proto/k8s: run it from the root of the repository after a change there.
# The generator is bundled and not compiled by tsc, since tsc would first want what it generates.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npx buf build proto --path proto/k8s -o "$work/image.binpb"
npx esbuild tools/src/generate-api.ts --bundle --platform=node --format=esm --log-level=warning --outfile="$work/generate-api.mjs"
node "$work/generate-api.mjs" "$work/image.binpb" libs/api/src
