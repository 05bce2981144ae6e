import { execFile } from "node:child_process";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Kubectl = (
  args: readonly string[],
  input?: string,
  variables?: Readonly<Record<string, string>>,
) => Promise<CommandResult>;

/** The kubectl of the PATH, at home in `folder`. */
export function kubectlIn(folder: string, kubeconfig: string): Kubectl {
  return (args, input = "", variables = {}) =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env["PATH"],
        HOME: folder,
        KUBECONFIG: kubeconfig,
        KUBE_EDITOR: "true",
        ...variables,
      };
      const child = execFile(
        "kubectl",
        args,
        { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
        },
      );
      child.stdin?.end(input);
    });
}
