import * as fc from "fast-check";
import { decodeProtobufObject } from "../codec/decode-protobuf.js";
import { encodeProtobufObject } from "../codec/encode-protobuf.js";
import type { KubeObject } from "../object.js";
import { schema } from "../schema/schema.js";
import { filledObject } from "../schema/testing/filled-object.js";
import { StatusError } from "../status.js";
import { decodeJsonObject, decodeJsonValue, type ExpectedKind } from "./decode-object.js";
import type { FieldValidation } from "./field-validation.js";
import { countMembers, scanJson } from "./json-scan.js";

const deployment: ExpectedKind = { group: "apps", version: "v1", kind: "Deployment" };
const pod: ExpectedKind = { group: "", version: "v1", kind: "Pod" };
const deleteOptions: ExpectedKind = { group: "apps", version: "v1", kind: "DeleteOptions" };

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    expect(error.status).toMatchObject({ code: 400, reason: "BadRequest" });
    return error.status.message ?? "";
  }
  return "nothing was thrown";
};
const decode = (text: string, expected = deployment, validation: FieldValidation = "Strict"): KubeObject =>
  decodeJsonObject(text, expected, validation).object;

test("apiVersion and kind are added where the body leaves them out", () => {
  expect(decode(`{"metadata":{"name":"a"}}`)).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "a" },
  });
});

describe("what does not fit is refused in upstream's words", () => {
  const cannot = 'Deployment in version "v1" cannot be handled as a Deployment: ';
  test.each<[string, string]>([
    [
      `{"spec":{"replicas":"3"}}`,
      "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      `{"spec":{"replicas":1.5}}`,
      "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      `{"spec":{"replicas":3000000000}}`,
      "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [`{"spec":[]}`, "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec"],
    [
      `{"spec":{"template":{"spec":{"containers":{}}}}}`,
      "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
    ],
    [
      `{"spec":{"template":{"spec":{"containers":[{"name":7}]}}}}`,
      "json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.name of type string",
    ],
    [
      `{"metadata":{"labels":{"a":1}}}`,
      "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string",
    ],
    [
      `{"spec":{"paused":"yes"}}`,
      "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool",
    ],
    [
      `{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"lots"}}}]}}}}`,
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
  ])("%s", (body, message) => expect(messageOf(() => decode(body))).toBe(cannot + message));

  test("text that is no JSON", () => {
    expect(messageOf(() => decode(`{"spec":`))).toMatch(
      /^the object provided is unrecognized \(must be of type Deployment\): couldn't get version\/kind; json parse error: /,
    );
  });

  test("a body that is no object", () => expect(messageOf(() => decode(`[1]`))).toContain("unrecognized"));

  test("another version", () => {
    expect(messageOf(() => decode(`{"apiVersion":"apps/v1beta1","kind":"Deployment"}`))).toBe(
      "the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)",
    );
  });

  test("another kind", () => {
    expect(messageOf(() => decode(`{"apiVersion":"apps/v1","kind":"DaemonSet"}`))).toContain(
      'DaemonSet in version "v1" cannot be handled as a Deployment',
    );
  });

  test("nesting without end, wherever it stands", () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect(messageOf(() => decode(`{"spec":{"x":${deep}}}`, deployment, "Ignore"))).toContain("exceeded max depth");
  });
});

test("DeleteOptions are the same kind in every group and version", () => {
  const body = `{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background"}`;
  expect(decode(body, deleteOptions)).toMatchObject({ propagationPolicy: "Background" });
});

describe("field validation", () => {
  const body = `{
    "spec": {
      "typo": 1,
      "paused": true, "paused": false,
      "template": {"spec": {"containers": [{"name": "a", "image": "b", "imagee": "c", "name": "d"}]}}
    },
    "metadata": {"labels": {"x": "1", "x": "2"}}
  }`;
  const errors = [
    'unknown field "spec.typo"',
    'duplicate field "spec.paused"',
    'unknown field "spec.template.spec.containers[0].imagee"',
    'duplicate field "spec.template.spec.containers[0].name"',
    'duplicate field "metadata.labels.x"',
  ];
  const decoded = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { labels: { x: "2" } },
    spec: { template: { spec: { containers: [{ name: "d", image: "b" }] } } },
  };

  test("Strict refuses, naming all in the order of the text", () => {
    expect(messageOf(() => decode(body))).toBe(
      `Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: ${errors.join(", ")}`,
    );
  });

  test("Warn drops what is unknown, keeps the last of two, and warns", () => {
    expect(decodeJsonObject(body, deployment, "Warn")).toEqual({ object: decoded, warnings: errors });
  });

  test("Ignore says nothing", () => {
    expect(decodeJsonObject(body, deployment, "Ignore")).toEqual({ object: decoded, warnings: [] });
  });

  test("unknown fields alone are found without reading the text again", () => {
    expect(messageOf(() => decode(`{"spec":{"x":{"y":1}},"y":[]}`))).toContain(
      'strict decoding error: unknown field "spec.x", unknown field "y"',
    );
  });

  test("a value that was parsed before is judged alike, but for what is given twice", () => {
    expect(decodeJsonValue(JSON.parse(body), deployment, "Warn").warnings).toEqual(
      errors.filter((error) => error.startsWith("unknown")),
    );
  });

  test("text within strings is no structure", () => {
    const tricky = `{"metadata":{"annotations":{"a":"\\"x\\": {\\"x\\": [1] }\\\\","b:":"\\\\"}}}`;
    expect(decodeJsonObject(tricky, deployment, "Warn").warnings).toEqual([]);
  });

  test("at most 100 errors are told", () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}`, 1])));
    expect(decodeJsonObject(many, pod, "Warn").warnings).toHaveLength(100);
  });
});

describe("normal form", () => {
  test.each<[string, string, object]>([
    ["nulls are gone", `{"metadata":{"creationTimestamp":null,"labels":null},"spec":null}`, { metadata: {} }],
    [
      "plain zeros are gone",
      `{"spec":{"hostNetwork":false,"nodeName":"","containers":[]}}`,
      { spec: { containers: [] } },
    ],
    ["pointers keep their zero", `{"spec":{"priority":0,"containers":[]}}`, { spec: { priority: 0, containers: [] } }],
    ["empty lists and maps are gone", `{"metadata":{"labels":{},"finalizers":[]}}`, { metadata: {} }],
    [
      "objects stay though they are empty",
      `{"spec":{"volumes":[{"name":"a","emptyDir":{}}],"securityContext":{}}}`,
      { spec: { volumes: [{ name: "a", emptyDir: {} }], securityContext: {} } },
    ],
    ["required zeros stay", `{"spec":{"containers":[{"name":""}]}}`, { spec: { containers: [{ name: "" }] } }],
    [
      "quantities are canonical",
      `{"spec":{"overhead":{"cpu":0.5,"memory":"1.5Gi"}}}`,
      { spec: { overhead: { cpu: "500m", memory: "1536Mi" } } },
    ],
    [
      "times are in UTC",
      `{"metadata":{"deletionTimestamp":"2031-02-03T04:05:06.789+01:00"}}`,
      { metadata: { deletionTimestamp: "2031-02-03T03:05:06Z" } },
    ],
    [
      "null items are zero values",
      `{"spec":{"containers":[null],"hostAliases":[{"ip":"::1","hostnames":[null]}]}}`,
      { spec: { containers: [{}], hostAliases: [{ ip: "::1", hostnames: [""] }] } },
    ],
  ])("%s", (_, body, expected) => expect(decode(body, pod)).toEqual({ apiVersion: "v1", kind: "Pod", ...expected }));

  test("stringData stays: the Secret's own rules merge it", () => {
    const secret = { group: "", version: "v1", kind: "Secret" };
    expect(decode(`{"stringData":{"a":"b"},"data":{"c":"ZA=="}}`, secret)).toMatchObject({ stringData: { a: "b" } });
    expect(messageOf(() => decode(`{"data":{"c":"%"}}`, secret))).toContain("illegal base64 data at input byte 0");
  });
});

const kinds = [...schema.names()].map((name) => schema.get(name)).filter((message) => message.isObject);

test.each(kinds.map((kind) => kind.name))(
  "%s with every field set is in normal form already, as after protobuf",
  (name) => {
    const message = schema.get(name);
    const object = filledObject(message);
    const expected = { group: message.package.group, version: message.package.version, kind: message.kind };
    expect(decodeJsonObject(JSON.stringify(object), expected, "Strict")).toEqual({ object, warnings: [] });
    expect(decodeProtobufObject(encodeProtobufObject(object))).toEqual(object);
  },
);

test("the scan counts exactly what JSON.parse finds", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed = JSON.parse(JSON.stringify(value, null, 1)) as unknown;
      expect(scanJson(JSON.stringify(value, null, 1)).memberCount).toBe(countMembers(parsed));
    }),
  );
});

test("any JSON at all is decoded or refused with a Status", () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.jsonValue(), fc.jsonValue(), (kind, metadata, spec) => {
      const expected = { group: kind.package.group, version: kind.package.version, kind: kind.kind };
      try {
        decodeJsonObject(JSON.stringify({ metadata, spec }), expected, "Warn");
      } catch (error) {
        expect(error).toBeInstanceOf(StatusError);
      }
    }),
  );
});
