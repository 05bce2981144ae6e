#!/usr/bin/env bash
# Regenerates what is derived from proto/: the TypeScript of the service contracts and the Kubernetes object model.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH" # buf looks for its plugins there
node_modules/.bin/buf generate
# What gRPC reflection tells about the services. No source positions: they are two thirds of it.
node_modules/.bin/buf build --exclude-path proto/k8s --as-file-descriptor-set --exclude-source-info -o '-#format=binpb' |
  node scripts/emit-descriptor-set.mjs libs/contracts/src/gen/descriptor-set.ts
tools/generate-api.sh
