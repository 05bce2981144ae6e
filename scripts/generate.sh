#!/usr/bin/env bash
# Regenerates what is derived from proto/: the TypeScript of the service contracts and the Kubernetes object model.
set -euo pipefail
cd "$(dirname "$0")/.."
node_modules/.bin/buf generate
