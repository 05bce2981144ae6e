#!/bin/sh
# Starts etcd and the real control plane of DIR/bin (see build.sh) on loopback, with the certificates of PKI (the `pki`
# folder of a Flotilla home). Writes DIR/run/kubeconfig and DIR/run/pids. Usage: up.sh DIR PKI. Stop: kill -9 $(cat DIR/run/pids).
set -eu
dir=$1
pki=$2
port=${ORACLE_PORT:-26443}
etcd_port=${ORACLE_ETCD_PORT:-26379}
run=$dir/run
rm -rf "$run"
mkdir -p "$run"

etcd --data-dir "$run/etcd" --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
  --listen-peer-urls "http://127.0.0.1:$((etcd_port + 1))" --initial-advertise-peer-urls "http://127.0.0.1:$((etcd_port + 1))" \
  --initial-cluster "default=http://127.0.0.1:$((etcd_port + 1))" >"$run/etcd.log" 2>&1 &
echo $! >"$run/pids"

"$dir/bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$etcd_port" --secure-port "$port" --bind-address 127.0.0.1 --advertise-address 192.0.2.250 \
  --service-cluster-ip-range 10.96.0.0/16 --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --allow-privileged \
  --client-ca-file "$pki/ca.crt" --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" \
  --service-account-issuer https://kubernetes.default.svc.cluster.local --service-account-key-file "$pki/sa.pub" --service-account-signing-key-file "$pki/sa.key" \
  --requestheader-client-ca-file "$pki/front-proxy-ca.crt" --requestheader-allowed-names front-proxy-client --requestheader-username-headers X-Remote-User \
  --requestheader-group-headers X-Remote-Group --requestheader-extra-headers-prefix X-Remote-Extra- \
  --proxy-client-cert-file "$pki/front-proxy-client.crt" --proxy-client-key-file "$pki/front-proxy-client.key" >"$run/kube-apiserver.log" 2>&1 &
apiserver=$!
echo $apiserver >>"$run/pids"

config() { # user certificate-name file
  kubectl config --kubeconfig "$3" set-cluster oracle --server "https://127.0.0.1:$port" --certificate-authority "$pki/ca.crt" --embed-certs
  kubectl config --kubeconfig "$3" set-credentials "$1" --client-certificate "$pki/$2.crt" --client-key "$pki/$2.key" --embed-certs
  kubectl config --kubeconfig "$3" set-context oracle --cluster oracle --user "$1"
  kubectl config --kubeconfig "$3" use-context oracle
}
config admin admin "$run/kubeconfig" >/dev/null
config system:kube-controller-manager controller-manager "$run/controller-manager.kubeconfig" >/dev/null
config system:kube-scheduler scheduler "$run/scheduler.kubeconfig" >/dev/null
until kubectl --kubeconfig "$run/kubeconfig" get --raw /readyz >/dev/null 2>&1; do
  kill -0 $apiserver
  sleep 0.2
done

"$dir/bin/kube-controller-manager" --kubeconfig "$run/controller-manager.kubeconfig" --secure-port 0 --leader-elect=false --use-service-account-credentials \
  --root-ca-file "$pki/ca.crt" --service-account-private-key-file "$pki/sa.key" --cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key" \
  --allocate-node-cidrs --cluster-cidr 10.244.0.0/16 --service-cluster-ip-range 10.96.0.0/16 >"$run/kube-controller-manager.log" 2>&1 &
echo $! >>"$run/pids"
"$dir/bin/kube-scheduler" --kubeconfig "$run/scheduler.kubeconfig" --secure-port 0 --leader-elect=false >"$run/kube-scheduler.log" 2>&1 &
echo $! >>"$run/pids"
