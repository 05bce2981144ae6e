#!/bin/sh
# Makes the Python client of flotilla.apiserver.v1 from its contract, with gRPC's own tools.
set -eu
cd "$(dirname "$0")"
mkdir -p gen
python3 -m grpc_tools.protoc --proto_path=../../../proto --python_out=gen --grpc_python_out=gen flotilla/apiserver/v1/apiserver.proto
