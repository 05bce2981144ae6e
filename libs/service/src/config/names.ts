/** `listenAddress` is `--listen-address`. */
export function flagName(option: string): string {
  return `--${words(option).join("-")}`;
}

/** The option `listenAddress` of the program `kv` is `FLOTILLA_KV_LISTEN_ADDRESS`. */
export function environmentVariable(program: string, option: string): string {
  return environmentPrefix(program) + words(option).join("_").toUpperCase();
}

export function environmentPrefix(program: string): string {
  return `FLOTILLA_${program.toUpperCase().replaceAll("-", "_")}_`;
}

/** `podCIDR` is one word and a shout: pod, cidr. */
function words(camelCase: string): string[] {
  return camelCase
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(" ");
}
