#!/bin/sh
# Builds the real kube-apiserver, kube-controller-manager and kube-scheduler into DIR/bin, with Go, from the module
# proxy. k8s.io/kubernetes replaces its own libraries by folders that no proxy serves; here they are the released ones.
# Usage: build.sh DIR [VERSION]. Needs 3 GB of disk; takes some minutes.
set -eu
dir=$1
version=${2:-1.35.4}
libraries=v0.${version#1.}
export GOFLAGS=-mod=mod CGO_ENABLED=0 GOCACHE="$dir/gocache" GOPATH="$dir/gopath"
mkdir -p "$dir/bin" "$dir/gomod"
cd "$dir/gomod"
printf 'module oracle\ngo 1.25.0\nrequire k8s.io/kubernetes v%s\n' "$version" >go.mod
go mod download k8s.io/kubernetes@v"$version"
sed -nE 's|^\s*(k8s.io/[a-z-]+) => \./staging.*|replace \1 => \1 '"$libraries"'|p' "$GOPATH/pkg/mod/k8s.io/kubernetes@v$version/go.mod" >>go.mod
cat >programs.go <<'GO'
//go:build tools

package oracle

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
)
GO
go mod tidy
minor=${version#1.}
stamp="-X k8s.io/component-base/version.gitVersion=v$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=${minor%%.*}"
for program in kube-scheduler kube-apiserver kube-controller-manager; do
  go build -p 1 -ldflags "-s -w $stamp" -o "$dir/bin/$program" "k8s.io/kubernetes/cmd/$program"
done
