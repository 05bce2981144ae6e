import type { Secret } from "@flotilla/api/types/core/v1.js";
import { pullCredentials } from "./pull-credentials.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const secret = (auths: unknown): Secret => ({ data: { ".dockerconfigjson": base64(JSON.stringify({ auths })) } });

test.each<{ name: string; secrets: Secret[]; image: string; want: string | undefined }>([
  { name: "no secret", secrets: [], image: "reg:5000/app", want: undefined },
  {
    name: "name and password",
    secrets: [secret({ "reg:5000": { username: "u", password: "p" } })],
    image: "reg:5000/app",
    want: "u p",
  },
  {
    name: "both in one, with a colon in the password",
    secrets: [secret({ "reg:5000": { auth: base64("u:p:q") } })],
    image: "reg:5000/app",
    want: "u p:q",
  },
  {
    name: "another registry",
    secrets: [secret({ other: { username: "u", password: "p" } })],
    image: "reg:5000/app",
    want: undefined,
  },
  {
    name: "as a URL",
    secrets: [secret({ "https://reg:5000/v2/": { username: "u", password: "p" } })],
    image: "reg:5000/app",
    want: "u p",
  },
  {
    name: "the first registry's old name",
    secrets: [secret({ "https://index.docker.io/v1/": { username: "u", password: "p" } })],
    image: "team/app",
    want: "u p",
  },
  {
    name: "the older format",
    secrets: [{ data: { ".dockercfg": base64(JSON.stringify({ "reg:5000": { username: "u", password: "p" } })) } }],
    image: "reg:5000/app",
    want: "u p",
  },
  {
    name: "nonsense is passed over",
    secrets: [{ data: { ".dockerconfigjson": base64("{") } }, secret({ "reg:5000": { username: "u", password: "p" } })],
    image: "reg:5000/app",
    want: "u p",
  },
])("$name", ({ secrets, image, want }) => {
  const found = pullCredentials(secrets, image);
  expect(found && `${found.username} ${found.password}`).toBe(want);
});
