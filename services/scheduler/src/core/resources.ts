import { parseQuantity, quantityMilliValue, quantityValue } from "@flotilla/api";
import type { Container, Pod } from "@flotilla/api/types/core/v1.js";

/** The resources that every node has are the first columns; others follow as they are met. */
export const CPU = 0;
export const MEMORY = 1;
export const EPHEMERAL_STORAGE = 2;

/** What a container that requests nothing counts for in scores. Source: kube-scheduler `util/pod_resources.go`. */
const DEFAULT_MILLI_CPU = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024;

/** Gives each resource a dense number, so that amounts are columns. CPU counts in thousandths, all else in units. */
export class ResourceNames {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];

  constructor() {
    for (const name of ["cpu", "memory", "ephemeral-storage"]) this.id(name);
  }

  get size(): number {
    return this.#names.length;
  }

  id(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#names.length;
      this.#ids.set(name, id);
      this.#names.push(name);
    }
    return id;
  }

  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  name(id: number): string {
    return this.#names[id]!;
  }
}

export type Quantities = Readonly<Record<string, string>>;

/** Amounts by resource name. */
export type Amounts = Map<string, number>;

/** Memory above 2^53 bytes is not exact; no machine has it. */
export function amountOf(resource: string, quantity: string): number {
  const parsed = parseQuantity(quantity);
  return resource === "cpu" ? quantityMilliValue(parsed) : quantityValue(parsed);
}

export function amountsOf(quantities: Quantities | undefined): Amounts {
  return new Map(Object.entries(quantities ?? {}).map(([name, quantity]) => [name, amountOf(name, quantity)]));
}

/** What a pod takes of a node. */
export interface PodRequests {
  readonly amounts: Amounts;
  /** As `amounts`, where each container that requests nothing counts for a little: what scores go by. */
  readonly scoredMilliCpu: number;
  readonly scoredMemory: number;
}

/** Source: `component-helpers/resource/helpers.go`; sidecars count along with what starts after them. */
export function podRequests(pod: Pod): PodRequests {
  const amounts = requestsWith(pod, new Map());
  const scored = requestsWith(
    pod,
    new Map([
      ["cpu", DEFAULT_MILLI_CPU],
      ["memory", DEFAULT_MEMORY_BYTES],
    ]),
  );
  return { amounts, scoredMilliCpu: scored.get("cpu") ?? 0, scoredMemory: scored.get("memory") ?? 0 };
}

function requestsWith({ spec, status }: Pod, missing: ReadonlyMap<string, number>): Amounts {
  const total: Amounts = new Map();
  const sidecars: Amounts = new Map();
  const starting: Amounts = new Map();
  const actual = new Map(status?.containerStatuses?.map((one) => [one.name, one]));
  for (const container of spec?.containers ?? []) {
    const requests = containerRequests(container, missing);
    // While a resize is under way a container counts for the larger of what it has and what it wants.
    const { allocatedResources, resources } = actual.get(container.name) ?? {};
    raise(requests, amountsOf(allocatedResources));
    raise(requests, amountsOf(resources?.requests));
    add(total, requests);
  }
  for (const container of spec?.initContainers ?? []) {
    const requests = containerRequests(container, missing);
    if (container.restartPolicy === "Always") {
      add(total, requests);
      add(sidecars, requests);
      raise(starting, sidecars);
    } else {
      add(requests, sidecars);
      raise(starting, requests);
    }
  }
  raise(total, starting);
  for (const [name, amount] of amountsOf(spec?.resources?.requests)) total.set(name, amount);
  add(total, amountsOf(spec?.overhead));
  return total;
}

function containerRequests({ resources }: Container, missing: ReadonlyMap<string, number>): Amounts {
  const requests = amountsOf(resources?.requests);
  for (const [name, amount] of missing) if (!requests.has(name)) requests.set(name, amount);
  return requests;
}

function add(into: Amounts, amounts: Amounts): void {
  for (const [name, amount] of amounts) into.set(name, (into.get(name) ?? 0) + amount);
}

function raise(into: Amounts, amounts: Amounts): void {
  for (const [name, amount] of amounts) into.set(name, Math.max(into.get(name) ?? 0, amount));
}
