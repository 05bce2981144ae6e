import { builtinResources } from "@flotilla/api/resources.js";
import { strategyOf } from "./index.js";

/** Answered, not stored: reviews and bindings have no rules of their own. */
const VIRTUAL = /review$|^bindings$/;

test.each(builtinResources.map((kind) => [`${kind.group}/${kind.version}/${kind.resource}`, kind] as const))(
  "%s has a strategy with a table",
  (_, kind) => {
    const isVirtual = VIRTUAL.test(kind.resource) || kind.resource.endsWith("reviews");
    expect(strategyOf(kind)?.table !== undefined).toBe(!isVirtual);
  },
);

test.each(builtinResources.map((kind) => [`${kind.group}/${kind.version}/${kind.resource}`, kind] as const))(
  "%s has a strategy for each subresource that shows the object",
  (_, kind) => {
    const shown = kind.subresources.filter(
      ({ kind: shownKind, verbs }) => shownKind === kind.kind && verbs.includes("update"),
    );
    for (const { name } of shown) expect(Object.keys(strategyOf(kind)?.subresources ?? {})).toContain(name);
  },
);

/** Every function of a strategy copes with an object that is nearly empty: clients send such. */
test.each(builtinResources.map((kind) => [`${kind.group}/${kind.version}/${kind.resource}`, kind] as const))(
  "%s survives an empty object",
  (_, kind) => {
    const strategy = strategyOf(kind);
    const context = {
      attributes: {
        user: { username: "u", groups: [] },
        verb: "create",
        group: "",
        version: "v1",
        resource: "",
        subresource: "",
        namespace: "",
        name: "",
      },
      operation: "CREATE" as const,
      dryRun: false,
      now: "2026-01-01T00:00:00Z",
      warn: () => undefined,
    };
    for (const object of [{ metadata: { name: "x" } }, { metadata: { name: "x" }, spec: {}, status: {} }]) {
      strategy?.defaults?.(object);
      strategy?.prepareForCreate?.(object, context);
      strategy?.validate?.(object);
      strategy?.prepareForUpdate?.(object, structuredClone(object), context);
      strategy?.validateUpdate?.(object, structuredClone(object));
      strategy?.warnings?.(object, undefined);
      strategy?.selectableFields?.(object);
      const table = strategy?.table;
      if (table !== undefined) expect(table.cells(object, 0).length).toBeGreaterThanOrEqual(table.columns.length);
    }
  },
);
