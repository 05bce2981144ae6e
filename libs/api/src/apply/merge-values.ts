/** Lays a configuration over a live value. Source: structured-merge-diff `typed/merge.go`. */
import { type JsonObject } from "../patch/merge-schema.js";
import { setOwn } from "../patch/merge.js";
import { asList, asObject, ownValue } from "./json-values.js";
import { encodeElement } from "./path-element.js";
import {
  childShape,
  DEDUCED,
  isAtomic,
  itemElement,
  type ListShape,
  type MapShape,
  resolveShape,
  type Shape,
} from "./shape.js";

/** The result shares unchanged parts with both. */
export function mergeValues(live: unknown, config: unknown, shape: Shape): unknown {
  if (config === undefined) return live;
  if (live === undefined) return config;
  const resolved = resolveShape(shape, config);
  if (resolved === "scalar" || isAtomic(resolved)) return config;
  return resolved.kind === "map" ? mergeMaps(live, config, resolved) : mergeLists(live, config, resolved);
}

function mergeMaps(live: unknown, config: unknown, shape: MapShape): unknown {
  const result: JsonObject = { ...asObject(live) };
  for (const [name, value] of Object.entries(asObject(config))) {
    setOwn(result, name, mergeValues(ownValue(result, name), value, childShape(shape, name) ?? DEDUCED));
  }
  return Object.keys(result).length === 0 ? config : result;
}

function mergeLists(live: unknown, config: unknown, shape: ListShape): unknown {
  const result = new ListMerge(shape, asList(live), asList(config)).run();
  return result.length === 0 ? config : result;
}

interface Item {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Merges two lists so that the configuration's order holds, and live items stay where they were relative to the shared
 * items: a live item that moved is left out where it was, and comes where the configuration has it.
 */
class ListMerge {
  private readonly live: readonly Item[];
  private readonly config: readonly Item[];
  /** Null for items that share their key with others: they are replaced, not merged. */
  private readonly liveByKey = new Map<string, unknown>();
  private readonly configByKey: ReadonlyMap<string, unknown>;
  /** Keys on both sides, in the order of the configuration, that are still to come. */
  private readonly shared: string[];
  private readonly merged = new Set<string>();
  private readonly result: unknown[] = [];

  constructor(
    private readonly shape: ListShape,
    live: readonly unknown[],
    config: readonly unknown[],
  ) {
    const withKey = (value: unknown): Item => ({ key: encodeElement(itemElement(shape, value)), value });
    this.live = live.map(withKey);
    this.config = config.map(withKey);
    for (const { key, value } of this.live) this.liveByKey.set(key, this.liveByKey.has(key) ? null : value);
    this.configByKey = new Map(this.config.map(({ key, value }) => [key, value]));
    this.shared = this.config.map(({ key }) => key).filter((key) => this.liveByKey.has(key));
  }

  run(): unknown[] {
    let liveIndex = 0;
    let configIndex = 0;
    while (liveIndex < this.live.length || configIndex < this.config.length) {
      const live = this.live[liveIndex];
      const config = this.config[configIndex];
      if (live !== undefined && config !== undefined && live.key !== config.key && this.comesLater(live.key)) {
        liveIndex += 1;
      } else if (live !== undefined && !this.configByKey.has(live.key)) {
        this.result.push(live.value);
        liveIndex += 1;
      } else {
        const isDone = live !== undefined && (live.key === config?.key || this.merged.has(live.key));
        if (config !== undefined) this.mergeItem(config);
        configIndex += 1;
        if (isDone) liveIndex += 1;
      }
    }
    return this.result;
  }

  /** Whether the configuration has a shared item that must come before this one. */
  private comesLater(liveKey: string): boolean {
    return this.configByKey.has(liveKey) && this.shared.length > 0 && this.shared[0] !== liveKey;
  }

  private mergeItem({ key, value }: Item): void {
    this.merged.add(key);
    this.result.push(mergeValues(this.liveByKey.get(key), value, this.shape.items));
    if (this.shared[0] === key) this.shared.shift();
  }
}
