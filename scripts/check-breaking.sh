#!/usr/bin/env bash
# Compares the contracts with those of the last commit on the main branch: what others have built on must not break.
set -euo pipefail
cd "$(dirname "$0")/.."
base=${BREAKING_BASE:-main}
if ! git rev-parse -q --verify "$base" >/dev/null || [ -z "$(git ls-tree "$base" proto/buf.lock proto/flotilla 2>/dev/null)" ]; then
  echo "No $base with contracts to compare with: nothing can break yet."
  exit 0
fi
image=$(mktemp -d)
trap 'rm -rf "$image"' EXIT
git archive "$base" proto buf.yaml | tar x -C "$image"
node_modules/.bin/buf breaking --against "$image"
