import { Pushable } from "../async/pushable.js";
import { createClient } from "../rpc/client.js";
import type { CallContext, Channel, Metadata, Registration } from "../rpc/contract.js";
import { register } from "../rpc/registration.js";
import { RpcCode, RpcError } from "../rpc/rpc-error.js";
import { Notes, type Note } from "./notes-service.js";

/** What a channel under test needs: handlers behind it, and a way to end it all. */
export type OpenChannel = (
  registrations: readonly Registration[],
) => Promise<{ channel: Channel; close(): Promise<void> }>;

async function* iterate(...texts: string[]): AsyncGenerator<Note> {
  for (const text of texts) yield { text };
}

async function collect(notes: AsyncIterable<Note>): Promise<string[]> {
  const texts: string[] = [];
  for await (const note of notes) texts.push(note.text);
  return texts;
}

async function failureOf(promise: Promise<unknown>): Promise<RpcError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RpcError)) throw new Error(`want an RpcError, got ${String(error)}`);
  return error;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve())));

/** What every `Channel` promises, whatever the road. */
export function channelContractSuite(name: string, open: OpenChannel): void {
  describe(`${name}: the contract of a channel`, () => {
    const seen: { contexts: CallContext[]; ended: string[] } = { contexts: [], ended: [] };
    let opened: Awaited<ReturnType<OpenChannel>>;
    let client: ReturnType<typeof createClient<typeof Notes>>;

    const registration = register(Notes, {
      async echo({ text }, context) {
        seen.contexts.push(context);
        if (text === "fail") {
          context.setTrailer("set-by", "handler");
          throw new RpcError(
            RpcCode.NOT_FOUND,
            "no such note: ü %",
            new Map<string, string | Uint8Array>([
              ["reason", "NotFound"],
              ["detail-bin", Uint8Array.of(0, 255)],
            ]),
          );
        }
        if (text === "crash") throw new TypeError("broken");
        if (text === "half a surrogate") throw new RpcError(RpcCode.ABORTED, "\ud800!");
        if (text === "hang") await aborted(context.signal).then(() => seen.ended.push("hang"));
        return { text: `echo ${text}` };
      },
      async join(requests, context) {
        seen.contexts.push(context);
        const texts: string[] = [];
        for await (const { text } of requests) {
          if (text === "enough") break;
          texts.push(text);
        }
        return { text: texts.join(",") };
      },
      async *count({ text }, context) {
        seen.contexts.push(context);
        try {
          const [upTo, end] = text.split(" ");
          for (let number = 0; number < Number(upTo); number++) yield { text: String(number) };
          if (end === "fail") throw new RpcError(RpcCode.OUT_OF_RANGE, "too far", new Map([["reason", "Compacted"]]));
          if (end === "hang") await aborted(context.signal);
        } finally {
          seen.ended.push("count");
        }
      },
      async *chat(requests, context) {
        seen.contexts.push(context);
        try {
          for await (const { text } of requests) {
            if (text === "fail") throw new RpcError(RpcCode.FAILED_PRECONDITION, "no more");
            if (text === "bye") return;
            yield { text: `re ${text}` };
          }
        } finally {
          seen.ended.push("chat");
        }
      },
    });

    beforeAll(async () => {
      opened = await open([registration]);
      client = createClient(Notes, opened.channel);
    });
    afterAll(() => opened.close());
    beforeEach(() => {
      seen.contexts.length = 0;
      seen.ended.length = 0;
    });

    const untilEnded = async (what: string): Promise<void> => {
      while (!seen.ended.includes(what)) await new Promise((resolve) => setTimeout(resolve, 1));
    };

    test("a request is answered", async () => {
      expect(await client.echo({ text: "hi" })).toEqual({ text: "echo hi" });
    });

    test("a stream of requests is answered once", async () => {
      expect(await client.join(iterate("a", "b", "c"))).toEqual({ text: "a,b,c" });
    });

    test("a stream of requests may be answered before its end, and its source is told", async () => {
      const source = new Pushable<Note>();
      const returned = new Promise<void>((resolve) => {
        const original = source.return.bind(source);
        source.return = () => (resolve(), original());
      });
      source.push({ text: "a" });
      source.push({ text: "enough" });
      expect(await client.join(source)).toEqual({ text: "a" });
      await returned;
    });

    test("responses arrive all, in order, more than any buffer holds", async () => {
      const texts = await collect(client.count({ text: "1000" }));
      expect(texts).toEqual(Array.from({ length: 1000 }, (_, number) => String(number)));
    });

    test("both directions stream at once", async () => {
      const requests = new Pushable<Note>();
      const responses = client.chat(requests)[Symbol.asyncIterator]();
      requests.push({ text: "one" });
      expect((await responses.next()).value).toEqual({ text: "re one" });
      requests.push({ text: "two" });
      expect((await responses.next()).value).toEqual({ text: "re two" });
      requests.end();
      expect((await responses.next()).done).toBe(true);
    });

    test("the server may end a duplex first; the source of requests is told", async () => {
      const requests = new Pushable<Note>();
      const responses = client.chat(requests);
      requests.push({ text: "one" });
      requests.push({ text: "bye" });
      expect(await collect(responses)).toEqual(["re one"]);
      expect(requests.ended).toBe(true);
    });

    test("an RpcError keeps code, message and trailer, and the handler's own trailer", async () => {
      const error = await failureOf(client.echo({ text: "fail" }));
      expect(error.code).toBe(RpcCode.NOT_FOUND);
      expect(error.message).toBe("no such note: ü %");
      expect(error.trailer.get("reason")).toBe("NotFound");
      expect(error.trailer.get("set-by")).toBe("handler");
      expect([...(error.trailer.get("detail-bin") as Uint8Array)]).toEqual([0, 255]);
    });

    test("any other error is INTERNAL", async () => {
      expect(await failureOf(client.echo({ text: "crash" }))).toMatchObject({
        code: RpcCode.INTERNAL,
        message: "broken",
      });
    });

    test("a message that is not well-formed does not break the answer", async () => {
      expect((await failureOf(client.echo({ text: "half a surrogate" }))).code).toBe(RpcCode.ABORTED);
    });

    test("the error of a stream comes after a prefix of what was sent before it", async () => {
      const texts: string[] = [];
      const error = await failureOf(
        (async () => {
          for await (const { text } of client.count({ text: "40 fail" })) {
            texts.push(text);
            if (text === "0") await new Promise((resolve) => setTimeout(resolve, 50));
          }
        })(),
      );
      expect(texts).toEqual(Array.from({ length: texts.length }, (_, number) => String(number)));
      expect(error).toMatchObject({ code: RpcCode.OUT_OF_RANGE, message: "too far" });
      expect(error.trailer.get("reason")).toBe("Compacted");
    });

    test("the error of a duplex reaches the reader", async () => {
      expect((await failureOf(collect(client.chat(iterate("a", "fail"))))).code).toBe(RpcCode.FAILED_PRECONDITION);
    });

    test("a method without a handler is UNIMPLEMENTED", async () => {
      expect((await failureOf(client.absent({ text: "" }))).code).toBe(RpcCode.UNIMPLEMENTED);
    });

    test("metadata reaches the handler", async () => {
      const metadata: Metadata = new Map<string, readonly (string | Uint8Array)[]>([
        ["flavour", ["sweet", "sour"]],
        ["blob-bin", [Uint8Array.of(7, 0)]],
      ]);
      await client.echo({ text: "x" }, { metadata });
      const got = seen.contexts[0]!.metadata;
      expect(got.get("flavour")!.join(", ")).toBe("sweet, sour");
      expect([...(got.get("blob-bin")![0] as Uint8Array)]).toEqual([7, 0]);
    });

    test("the handler knows its peer", async () => {
      await client.echo({ text: "x" });
      expect(seen.contexts[0]!.peer.address).not.toBe("");
    });

    test("a deadline ends the call and tells the handler", async () => {
      expect((await failureOf(client.echo({ text: "hang" }, { timeoutMs: 100 }))).code).toBe(RpcCode.DEADLINE_EXCEEDED);
      await untilEnded("hang");
    });

    test("a deadline ends a stream and tells the handler", async () => {
      expect((await failureOf(collect(client.count({ text: "3 hang" }, { timeoutMs: 100 })))).code).toBe(
        RpcCode.DEADLINE_EXCEEDED,
      );
      await untilEnded("count");
    });

    test("an aborted signal cancels the call and tells the handler", async () => {
      const abort = new AbortController();
      const failure = failureOf(client.echo({ text: "hang" }, { signal: abort.signal }));
      while (seen.contexts.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      abort.abort(new Error("changed my mind"));
      expect((await failure).code).toBe(RpcCode.CANCELLED);
      await untilEnded("hang");
    });

    test("a signal that was aborted before the call keeps it from starting", async () => {
      const signal = AbortSignal.abort();
      expect((await failureOf(client.echo({ text: "x" }, { signal }))).code).toBe(RpcCode.CANCELLED);
      expect((await failureOf(collect(client.count({ text: "1" }, { signal })))).code).toBe(RpcCode.CANCELLED);
      expect(seen.contexts).toHaveLength(0);
    });

    test("an aborted signal cancels a stream and tells the handler", async () => {
      const abort = new AbortController();
      const responses = client.count({ text: "1 hang" }, { signal: abort.signal })[Symbol.asyncIterator]();
      await responses.next();
      const failure = failureOf(responses.next());
      abort.abort();
      expect((await failure).code).toBe(RpcCode.CANCELLED);
      await untilEnded("count");
    });

    test("a reader that leaves a stream cancels it", async () => {
      for await (const { text } of client.count({ text: "100000" })) if (text === "5") break;
      await untilEnded("count");
      expect(seen.contexts[0]!.signal.aborted).toBe(true);
    });

    test("a reader that leaves a duplex cancels it, and the source of requests is told", async () => {
      const requests = new Pushable<Note>();
      requests.push({ text: "a" });
      for await (const { text } of client.chat(requests)) if (text === "re a") break;
      await untilEnded("chat");
      expect(requests.ended).toBe(true);
    });

    test("a source of requests that fails cancels the call", async () => {
      async function* failing(): AsyncGenerator<Note> {
        yield { text: "a" };
        throw new Error("source dry");
      }
      expect((await failureOf(client.join(failing()))).code).toBe(RpcCode.CANCELLED);
      expect((await failureOf(collect(client.chat(failing())))).code).toBe(RpcCode.CANCELLED);
      await untilEnded("chat");
    });

    test("a slow reader slows the writer down", async () => {
      let produced = 0;
      const big = "x".repeat(64 * 1024);
      const source = (async function* (): AsyncGenerator<Note> {
        for (; produced < 2000; produced++) yield { text: big };
      })();
      const responses = client.chat(source)[Symbol.asyncIterator]();
      await responses.next();
      let before = -1;
      while (before !== produced) {
        before = produced;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(produced).toBeLessThan(1000);
      await responses.return!();
    });

    test("many calls at once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 300 }, (_, index) => client.echo({ text: String(index) })),
      );
      expect(answers.map((answer) => answer.text)).toEqual(Array.from({ length: 300 }, (_, index) => `echo ${index}`));
    });
  });
}
