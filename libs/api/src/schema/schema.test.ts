import { builtinResources, pods } from "../resources.js";
import { findBuiltinKind, findBuiltinResource } from "./builtin-kinds.js";
import { schema, type Field, type Message } from "./schema.js";

const messages = [...schema.names()].map((name) => schema.get(name));
const fields = messages.flatMap((message) => message.fields.map((field) => ({ message, field })));
const nameOf = ({ message, field }: { message: Message; field: Field }): string => `${message.name}.${field.name}`;
const violations = (isWrong: (message: Message, field: Field) => boolean): string[] =>
  fields.filter(({ message, field }) => isWrong(message, field)).map(nameOf);

describe("lookups", () => {
  test("a message by its name, a field by its name in JSON", () => {
    const pod = schema.get("core.v1.Pod");
    expect(pod).toMatchObject({ kind: "Pod", isObject: true, form: "object", package: { group: "", version: "v1" } });
    const containers = schema.get("core.v1.PodSpec").properties.get("containers");
    expect(containers).toMatchObject({
      cardinality: "list",
      required: true,
      patchStrategies: ["merge"],
      patchMergeKey: "name",
      listType: "map",
      listMapKeys: ["name"],
    });
    expect(containers?.message).toBe(schema.get("core.v1.Container"));
  });

  test("inlined fields are found where JSON has them", () => {
    const volume = schema.get("core.v1.Volume");
    expect(volume.properties.get("emptyDir")?.message?.kind).toBe("EmptyDirVolumeSource");
    expect(volume.properties.has("")).toBe(false);
  });

  test.each([
    ["", "v1", "Pod", "core.v1.Pod"],
    ["apps", "v1", "Deployment", "apps.v1.Deployment"],
    ["autoscaling", "v2", "HorizontalPodAutoscaler", "autoscaling.v2.HorizontalPodAutoscaler"],
    ["", "v1", "Status", "meta.v1.Status"],
    ["batch", "v1", "DeleteOptions", "meta.v1.DeleteOptions"],
  ])("the kind %s/%s %s is %s", (group, version, kind, name) => {
    expect(schema.findKind(group, version, kind)?.name).toBe(name);
  });

  test("what is no kind is not found", () => {
    expect(schema.findKind("", "v1", "PodSpec")).toBeUndefined();
    expect(schema.findKind("apps", "v1beta1", "Deployment")).toBeUndefined();
    expect(schema.find("core.v1.Nothing")).toBeUndefined();
    expect(() => schema.get("core.v1.Nothing")).toThrow("no message core.v1.Nothing");
  });

  test("resources and kinds that are built in", () => {
    expect(findBuiltinResource("", "v1", "pods")).toBe(pods);
    expect(findBuiltinKind("", "v1", "Pod")).toBe(pods);
    expect(findBuiltinResource("", "v1", "widgets")).toBeUndefined();
  });
});

describe("the schema agrees with itself", () => {
  test("field numbers and JSON names are used once", () => {
    const doubles = messages.filter(
      (message) =>
        message.fieldsByNumber.size !== message.fields.length ||
        new Set(message.fields.map((field) => field.name || field.number)).size !== message.fields.length,
    );
    expect(doubles.map((message) => message.name)).toEqual([]);
  });

  test("fields are in the order of their numbers, in which Go writes them", () => {
    const unordered = messages.filter((message) =>
      message.fields.some((field, index) => index > 0 && field.number <= (message.fields[index - 1]?.number ?? 0)),
    );
    expect(unordered.map((message) => message.name)).toEqual([]);
  });

  test("the keys of map lists and of merged lists are fields of their items", () => {
    expect(
      violations((_, field) =>
        [...field.listMapKeys, ...(field.patchMergeKey === undefined ? [] : [field.patchMergeKey])].some(
          (key) => !field.message?.properties.has(key),
        ),
      ),
    ).toEqual([]);
  });

  test("map lists have keys and other lists none", () => {
    expect(violations((_, { listType, listMapKeys }) => (listType === "map") !== listMapKeys.length > 0)).toEqual([]);
  });

  test("sets hold scalars", () => {
    expect(violations((_, field) => field.listType === "set" && field.message !== undefined)).toEqual([]);
  });

  test("defaults are of their field's type", () => {
    const types: Partial<Record<Field["type"], string>> = { string: "string", bool: "boolean", int32: "number" };
    expect(violations((_, field) => field.default !== undefined && typeof field.default !== types[field.type])).toEqual(
      [],
    );
  });

  test("inlined fields are single messages that are no pointers", () => {
    expect(
      violations(
        (_, field) => field.inline && (field.message === undefined || field.optional || field.cardinality !== "single"),
      ),
    ).toEqual([]);
  });

  test("every kind with a list verb has a list", () => {
    const without = builtinResources.filter(
      ({ group, version, kind, verbs }) => verbs.includes("list") && !schema.findKind(group, version, `${kind}List`),
    );
    expect(without.map((kind) => kind.resource)).toEqual([]);
  });

  test("every subresource speaks of a kind that there is", () => {
    const unknown = builtinResources.flatMap((kind) =>
      kind.subresources.filter((sub) => !schema.findKind(sub.group, sub.version, sub.kind)).map((sub) => sub.name),
    );
    expect(unknown).toEqual([]);
  });

  test("short names lead to one resource each, of whatever group", () => {
    const resources = new Map<string, Set<string>>();
    for (const { shortNames, resource } of builtinResources) {
      for (const name of shortNames) resources.set(name, (resources.get(name) ?? new Set()).add(resource));
    }
    expect([...resources].filter(([, named]) => named.size > 1)).toEqual([]);
  });
});
