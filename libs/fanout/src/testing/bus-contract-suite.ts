import { InvalidSubjectError, type Bus, type BusMessage } from "../bus.js";

/** A bus under test. */
export interface BusUnderTest {
  /** A further connection to the same bus. */
  connect(): Promise<Bus>;
  close(): Promise<void>;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = ({ data }: BusMessage): string => Buffer.from(data).toString();

/** What every bus has to do. It says nothing of loss, which is allowed. */
export function busContractSuite(name: string, start: () => Promise<BusUnderTest>): void {
  describe(`bus contract: ${name}`, () => {
    let under: BusUnderTest;
    let publisher: Bus;
    let reader: Bus;
    beforeAll(async () => {
      under = await start();
      [publisher, reader] = [await under.connect(), await under.connect()];
    });
    afterAll(() => under.close());

    /** What arrives at the pattern of what `publish` publishes. */
    const collect = async (pattern: string, publish: () => void): Promise<BusMessage[]> => {
      const got: BusMessage[] = [];
      const subscription = reader.subscribe(pattern, (message) => got.push(message));
      await reader.flush();
      publish();
      await publisher.flush();
      await reader.flush();
      subscription.unsubscribe();
      return got;
    };

    test("a message arrives as it was sent", async () => {
      const headers = new Map([["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]]);
      const data = Uint8Array.from({ length: 1_000 }, (_, i) => i & 0xff);
      const [message] = await collect("t.a", () => publisher.publish("t.a", data, headers));
      expect(message!.subject).toBe("t.a");
      expect(Buffer.from(message!.data)).toEqual(Buffer.from(data));
      expect([...message!.headers]).toEqual([...headers]);
    });

    test("a message without headers and data has none", async () => {
      const [message] = await collect("t.a", () => publisher.publish("t.a", new Uint8Array()));
      expect([message!.data.length, message!.headers.size]).toEqual([0, 0]);
    });

    test("messages of one connection stay in order", async () => {
      const sent = Array.from({ length: 2_000 }, (_, i) => `${i}`);
      const got = await collect("t.*", () => sent.forEach((text, i) => publisher.publish(`t.s${i % 3}`, bytes(text))));
      expect(got.map(textOf)).toEqual(sent);
    });

    test.each([
      ["t.a", ["t.a"]],
      ["t.*", ["t.a", "t.b"]],
      ["t.>", ["t.a", "t.b", "t.b.c"]],
      ["*.b.>", ["t.b.c"]],
    ])("the pattern %s picks %j", async (pattern, expected) => {
      const got = await collect(pattern, () =>
        ["t.a", "t.b", "t.b.c", "t", "u.a"].forEach((subject) => publisher.publish(subject, bytes(""))),
      );
      expect(got.map(({ subject }) => subject)).toEqual(expected);
    });

    test("each of several subscriptions gets a message; one that has ended gets none", async () => {
      const got: string[] = [];
      const first = reader.subscribe("t.a", () => got.push("first"));
      first.unsubscribe();
      const second = reader.subscribe("t.a", () => got.push("second"));
      await collect("t.a", () => publisher.publish("t.a", bytes("")));
      second.unsubscribe();
      expect(got).toEqual(["second"]);
    });

    test("a handler that throws harms neither others nor the messages after", async () => {
      const broken = reader.subscribe("t.a", () => {
        throw new Error("broken handler");
      });
      const got = await collect("t.a", () => ["1", "2"].forEach((text) => publisher.publish("t.a", bytes(text))));
      broken.unsubscribe();
      expect(got.map(textOf)).toEqual(["1", "2"]);
    });

    test("nothing is handed over within the call of publish", async () => {
      let publishing = false;
      const got: boolean[] = [];
      const subscription = publisher.subscribe("t.own", () => got.push(publishing));
      await publisher.flush();
      publishing = true;
      publisher.publish("t.own", bytes(""));
      publishing = false;
      await publisher.flush();
      subscription.unsubscribe();
      expect(got).toEqual([false]);
    });

    test("the largest message that it names is taken, a larger one is dropped", async () => {
      const results: boolean[] = [];
      const got = await collect("t.a", () => {
        for (const size of [publisher.maxPayloadBytes + 1, publisher.maxPayloadBytes])
          results.push(publisher.publish("t.a", new Uint8Array(size)));
      });
      expect(results).toEqual([false, true]);
      expect(got.map(({ data }) => data.length)).toEqual([publisher.maxPayloadBytes]);
    });

    test.each(["", "a..b", "a.", "a b", "a\r\nb", "a.*", "a.>"])("nothing can be published on %j", (subject) => {
      expect(() => publisher.publish(subject, bytes(""))).toThrow(InvalidSubjectError);
    });

    test.each(["", "a..b", "a b", "a.>.b"])("nothing can be subscribed to on %j", (pattern) => {
      expect(() => reader.subscribe(pattern, () => undefined)).toThrow(InvalidSubjectError);
    });

    test("stop hands over what was published, says so, and takes no more", async () => {
      const leaving = await under.connect();
      const notices: string[] = [];
      leaving.onNotice(({ kind }) => notices.push(kind));
      const got = await collect("t.a", () => undefined);
      const subscription = reader.subscribe("t.a", (message) => got.push(message));
      await reader.flush();
      leaving.publish("t.a", bytes("last"));
      await leaving.stop();
      await reader.flush();
      subscription.unsubscribe();
      expect(got.map(textOf)).toEqual(["last"]);
      expect([notices, leaving.connected, leaving.publish("t.a", bytes(""))]).toEqual([["closed"], false, false]);
      await leaving.stop();
    });
  });
}
