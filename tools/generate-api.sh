#!/usr/bin/env bash
# Generates what follows from proto/k8s in libs/api.
# The generator is bundled, not compiled by tsc, since tsc would first want what it generates.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node_modules/.bin/buf build proto --path proto/k8s -o "$work/image.binpb"
node_modules/.bin/esbuild tools/src/generate-api.ts --bundle --platform=node --format=esm --log-level=warning \
  --outfile="$work/generate-api.mjs"
node "$work/generate-api.mjs" "$work/image.binpb" libs/api/src
