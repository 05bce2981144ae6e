import type { PodSpec } from "@flotilla/api/types/core/v1.js";
import { violations, violationText } from "./evaluate.js";
import { policyOf, type Level } from "./policy.js";

/** Lives up to "restricted". */
const GOOD: PodSpec = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [{ name: "a", securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } }],
};

function found(
  level: Level,
  spec: object,
  { minor, annotations = {} }: { minor?: number; annotations?: Record<string, string> } = {},
): string {
  return violationText(violations({ level, minor }, { metadata: { annotations }, spec: spec as PodSpec }));
}

/** The good pod with fields of the pod, or of its container, changed. */
const pod = (change: object): object => ({ ...GOOD, ...change });
const container = (change: object): object => ({ ...GOOD, containers: [{ ...GOOD.containers[0], ...change }] });
const context = (change: object): object =>
  container({ securityContext: { ...GOOD.containers[0]?.securityContext, ...change } });
const podContext = (change: object): object => pod({ securityContext: { ...GOOD.securityContext, ...change } });

test("a good pod violates nothing, a privileged namespace forbids nothing", () => {
  expect(found("restricted", GOOD)).toBe("");
  expect(
    found("privileged", pod({ hostNetwork: true, containers: [{ name: "a", securityContext: { privileged: true } }] })),
  ).toBe("");
});

test.each([
  [
    pod({ hostNetwork: true, hostPID: true, hostIPC: true }),
    "host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)",
  ],
  [context({ privileged: true }), 'privileged (container "a" must not set securityContext.privileged=true)'],
  [
    context({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN", "NET_ADMIN", "CHOWN"] } }),
    'non-default capabilities (container "a" must not include "NET_ADMIN", "SYS_ADMIN" in securityContext.capabilities.add)',
  ],
  [
    pod({
      volumes: [
        { name: "v", hostPath: { path: "/" } },
        { name: "w", emptyDir: {} },
      ],
    }),
    'hostPath volumes (volume "v")',
  ],
  [
    container({
      ports: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 81, hostPort: 8081 },
      ],
    }),
    'hostPort (container "a" uses hostPorts 8080, 8081)',
  ],
  [
    container({
      livenessProbe: { httpGet: { host: "10.0.0.1", port: 80 } },
      lifecycle: { preStop: { tcpSocket: { host: "10.0.0.2", port: 80 } } },
    }),
    'probe or lifecycle host (container "a" uses probe or lifecycle hosts "10.0.0.1", "10.0.0.2")',
  ],
  [
    podContext({ appArmorProfile: { type: "Unconfined" } }),
    'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
  ],
  [
    context({ procMount: "Unmasked" }),
    'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
  ],
  [
    podContext({ seLinuxOptions: { type: "spc_t", user: "u", role: "r" } }),
    'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)',
  ],
  [
    context({ seccompProfile: { type: "Unconfined" } }),
    'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    podContext({
      sysctls: [
        { name: "kernel.msgmax", value: "1" },
        { name: "net.ipv4.tcp_rmem", value: "1" },
      ],
    }),
    "forbidden sysctls (kernel.msgmax)",
  ],
  [
    podContext({ windowsOptions: { hostProcess: true } }),
    "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)",
  ],
])("baseline forbids %j", (spec, text) => {
  expect(found("baseline", spec)).toBe(text);
});

test.each([
  [
    context({ allowPrivilegeEscalation: undefined }),
    'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)',
  ],
  [
    context({ capabilities: { add: ["CHOWN", "NET_BIND_SERVICE"] } }),
    'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CHOWN" in securityContext.capabilities.add)',
  ],
  [
    pod({
      volumes: [
        { name: "v", hostPath: { path: "/" } },
        { name: "n", nfs: { server: "s", path: "/" } },
      ],
    }),
    'restricted volume types (volumes "v", "n" use restricted volume types "hostPath", "nfs")',
  ],
  [
    podContext({ runAsNonRoot: undefined }),
    'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
  ],
  [podContext({ runAsNonRoot: false }), "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)"],
  [context({ runAsUser: 0 }), 'runAsUser=0 (container "a" must not set runAsUser=0)'],
  [
    podContext({ seccompProfile: undefined }),
    'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
  [
    context({ procMount: "Unmasked" }),
    'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
  ],
])("restricted forbids %j", (spec, text) => {
  expect(found("restricted", spec)).toBe(text);
});

test("several containers, of all kinds, are named together", () => {
  const bad = { securityContext: { privileged: true } };
  const spec = {
    initContainers: [{ name: "i", ...bad }],
    containers: [{ name: "a", ...bad }],
    ephemeralContainers: [{ name: "e", ...bad }],
  };
  expect(found("baseline", spec)).toBe(
    'privileged (containers "i", "a", "e" must not set securityContext.privileged=true)',
  );
});

test("a bare pod under restricted", () => {
  expect(found("restricted", { containers: [{ name: "a", image: "b" }] })).toBe(
    'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
});

test("a user namespace makes some rules needless", () => {
  expect(found("restricted", { ...(context({ runAsUser: 0 }) as PodSpec), hostUsers: false })).toBe("");
  expect(found("baseline", { ...(context({ procMount: "Unmasked" }) as PodSpec), hostUsers: false })).toBe("");
});

test("Windows pods need not set what Windows does not have", () => {
  const spec = { os: { name: "windows" }, securityContext: { runAsNonRoot: true }, containers: [{ name: "a" }] };
  expect(found("restricted", spec)).toBe("");
  expect(found("restricted", spec, { minor: 24 })).toContain("allowPrivilegeEscalation");
});

test("old versions know the rules of their time", () => {
  const sysctl = podContext({ sysctls: [{ name: "net.ipv4.tcp_keepalive_time", value: "1" }] });
  expect(found("baseline", sysctl, { minor: 28 })).toBe("forbidden sysctls (net.ipv4.tcp_keepalive_time)");
  expect(found("baseline", sysctl, { minor: 29 })).toBe("");
  const annotations = { "container.seccomp.security.alpha.kubernetes.io/a": "unconfined" };
  expect(found("baseline", GOOD, { minor: 18, annotations })).toBe(
    'seccompProfile (forbidden annotation container.seccomp.security.alpha.kubernetes.io/a="unconfined")',
  );
  expect(found("baseline", GOOD, { minor: 999, annotations })).toBe("");
});

describe("the labels of a namespace", () => {
  const label = (name: string): string => `pod-security.kubernetes.io/${name}`;
  const latest = undefined;

  test("name levels and versions; warnings follow a stricter level", () => {
    expect(policyOf({ [label("enforce")]: "restricted", [label("enforce-version")]: "v1.30" })).toEqual({
      errors: [],
      policy: {
        enforce: { level: "restricted", minor: 30 },
        audit: { level: "privileged", minor: latest },
        warn: { level: "restricted", minor: 30 },
      },
    });
    expect(policyOf({ [label("enforce")]: "restricted", [label("warn")]: "baseline" }).policy.warn).toEqual({
      level: "baseline",
      minor: latest,
    });
  });

  test("that make no sense are told, and hold to the strictest", () => {
    const { policy, errors } = policyOf({ [label("enforce")]: "strict", [label("warn-version")]: "1.2" });
    expect(policy.enforce.level).toBe("restricted");
    expect(errors.map(String)).toEqual([
      'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
      'metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.2": must be "latest" or "v1.x"',
    ]);
  });
});
