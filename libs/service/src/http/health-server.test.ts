import { createMetrics } from "../metrics.js";
import { HealthChecks } from "./health-checks.js";
import { serveHealth, type ServingHttp } from "./health-server.js";

describe("health endpoints", () => {
  const checks = new HealthChecks();
  const metrics = createMetrics();
  let storeFailure: Error | undefined;
  let loopFailure: Error | undefined;
  let server: ServingHttp;

  beforeAll(async () => {
    checks.add({
      name: "loop",
      kind: "live",
      check: () => (loopFailure === undefined ? undefined : Promise.reject(loopFailure)),
    });
    checks.add({
      name: "store",
      kind: "ready",
      check: () => {
        if (storeFailure !== undefined) throw storeFailure;
      },
    });
    metrics.counter("calls_total", "Calls.", ["code"]).inc({ code: "OK" }, 2);
    metrics.counter("calls_total", "Calls.", ["code"]).inc({ code: "OK" });
    metrics.gauge("depth", "Depth.").set(4);
    metrics.histogram("took_seconds", "Time.", [1, 2]).observe(1.5);
    server = await serveHealth({ address: "127.0.0.1:0", checks, metrics });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    storeFailure = undefined;
    loopFailure = undefined;
  });

  const get = async (path: string, method = "GET"): Promise<[number, string]> => {
    const response = await fetch(`http://${server.address}${path}`, { method });
    return [response.status, await response.text()];
  };

  test.each([
    ["/livez", "ok"],
    ["/readyz", "ok"],
    ["/healthz", "ok"],
    ["/readyz/store", "ok"],
    ["/livez?verbose", "[+]loop ok\nlivez check passed\n"],
    ["/readyz?verbose", "[+]loop ok\n[+]store ok\nreadyz check passed\n"],
    ["/readyz?verbose&exclude=store", "[+]loop ok\nreadyz check passed\n"],
  ])("%s when all is well", async (path, want) => {
    expect(await get(path)).toEqual([200, want]);
  });

  test("not ready is not dead; the answer says which check failed and why", async () => {
    storeFailure = new Error("no connection");
    expect(await get("/livez")).toEqual([200, "ok"]);
    expect(await get("/readyz")).toEqual([500, "[+]loop ok\n[-]store failed: no connection\nreadyz check failed\n"]);
    expect((await get("/readyz?exclude=store"))[0]).toBe(200);
    expect((await get("/readyz/store"))[0]).toBe(500);
  });

  test("dead is not ready either", async () => {
    loopFailure = new Error("stuck");
    expect((await get("/livez"))[0]).toBe(500);
    expect((await get("/readyz"))[0]).toBe(500);
  });

  test.each(["/", "/livez/store", "/readyz/unknown", "/livezz"])("%s is not there", async (path) => {
    expect((await get(path))[0]).toBe(404);
  });

  test("only reading is allowed", async () => {
    expect((await get("/livez", "POST"))[0]).toBe(405);
    expect(await get("/livez", "HEAD")).toEqual([200, ""]);
  });

  test("metrics are in Prometheus' text format", async () => {
    const [status, text] = await get("/metrics");
    expect(status).toBe(200);
    expect(text).toContain('calls_total{code="OK"} 3\n');
    expect(text).toContain("depth 4\n");
    expect(text).toContain('took_seconds_bucket{le="2"} 1\n');
  });

  test("a taken port is one clear error", async () => {
    await expect(serveHealth({ address: server.address, checks, metrics })).rejects.toThrow(
      `cannot listen on ${server.address}: another program uses it`,
    );
  });
});
