import { request, type RequestOptions } from "node:https";
import { CliError } from "../cli-error.js";

const ANSWER_TIMEOUT_MS = 5_000;

export interface RestAnswer {
  /** HTTP's code. */
  readonly status: number;
  readonly body: string;
}

export interface RestCredentials {
  /** PEM. Undefined: whoever answers is taken for the server, for the one question of who it is. */
  readonly ca?: string | undefined;
  /** PEM. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly token?: string | undefined;
}

/** The Kubernetes API for the few calls that the command line makes itself. */
export interface RestClient {
  call(method: string, path: string, body?: object, contentType?: string): Promise<RestAnswer>;
}

/** `server` is a URL such as "https://127.0.0.1:6443". */
export function restClient(server: string, { ca, certificate, key, token }: RestCredentials): RestClient {
  return {
    call: (method, path, body, contentType = "application/json") =>
      new Promise((resolve, reject) => {
        const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        const headers = {
          accept: "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(bytes !== undefined && { "content-type": contentType, "content-length": String(bytes.length) }),
        };
        const options: RequestOptions = {
          method,
          headers,
          ca,
          cert: certificate,
          key,
          rejectUnauthorized: ca !== undefined,
          agent: false,
          timeout: ANSWER_TIMEOUT_MS,
        };
        const sent = request(new URL(path, server), options, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("error", reject);
          response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
        });
        sent.on("timeout", () =>
          sent.destroy(new Error(`${server} did not answer within ${ANSWER_TIMEOUT_MS / 1000} s`)),
        );
        sent.on("error", reject);
        sent.end(bytes);
      }),
  };
}

/** The answer's object. Throws CliError with the server's own words when it refuses. */
export async function mustCall<T>(
  client: RestClient,
  method: string,
  path: string,
  body?: object,
  contentType?: string,
): Promise<T> {
  const answer = await client.call(method, path, body, contentType).catch((error: Error) => {
    throw new CliError(`the Kubernetes API cannot be asked: ${error.message}`, 1, { cause: error });
  });
  if (answer.status >= 300) throw new CliError(`the Kubernetes API refuses: ${messageOf(answer)}`);
  return JSON.parse(answer.body) as T;
}

/** Makes an object if it is not there; an existing one stays as it is. */
export async function ensureObject(client: RestClient, path: string, object: object): Promise<void> {
  const ALREADY_EXISTS = 409;
  const answer = await client.call("POST", path, object);
  if (answer.status >= 300 && answer.status !== ALREADY_EXISTS)
    throw new CliError(`the Kubernetes API refuses: ${messageOf(answer)}`);
}

function messageOf({ status, body }: RestAnswer): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? `code ${status}`;
  } catch {
    return `code ${status}`;
  }
}
