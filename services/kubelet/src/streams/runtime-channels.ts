/** Channels of the remote command protocol over WebSocket. Source: Kubernetes `v5.channel.k8s.io`. */
export const COMMAND_CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;
export const COMMAND_PROTOCOL = "v5.channel.k8s.io";

/** Channels of a port-forward for one port over WebSocket. Source: kubelet `portforward/websocket.go`. */
export const FORWARD_CHANNEL = { data: 0, error: 1 } as const;
export const FORWARD_PROTOCOL = "v4.channel.k8s.io";
