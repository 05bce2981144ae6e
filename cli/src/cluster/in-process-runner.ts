import { X509Certificate } from "node:crypto";
import { startApiServer, options as apiserverOptions } from "@flotilla/apiserver";
import { controllerManagerOptions, startControllerManager } from "@flotilla/controller-manager";
import { kubeletOptions, startKubelet } from "@flotilla/kubelet";
import { kvOptions, startKv } from "@flotilla/kv";
import type { Pki } from "@flotilla/pki";
import { proxyOptions, startProxy } from "@flotilla/proxy";
import { runtimeOptions, startRuntime } from "@flotilla/runtime";
import { schedulerOptions, startScheduler } from "@flotilla/scheduler";
import {
  type Channel,
  commonOptions,
  type ConfigOf,
  createLogger,
  createMetrics,
  type Environment,
  grpcChannel,
  inProcessChannel,
  type Options,
  readConfig,
  type Registration,
  type Running,
  type ServerTls,
  staticTls,
  systemClock,
  systemRng,
} from "@flotilla/service";
import type { ComponentPlan, ProgramName } from "./component-plan.js";
import type { RunningComponent, Runner } from "./runner.js";

/** What every service gives back when it has started, as far as this mode needs it. */
interface Started extends Running {
  readonly registrations?: readonly Registration[];
  readonly addresses: Readonly<Record<string, string>>;
}

/**
 * Runs all components within this process. They are the same services with the same settings; only the calls between
 * them go straight through, without a socket, each under the identity that its certificate would give it.
 */
export class InProcessRunner implements Runner {
  readonly #started = new Map<string, Started>();

  constructor(
    private readonly pki: Pki,
    private readonly logLevel: "debug" | "info" | "warn" | "error" | "silent",
  ) {}

  async start(plan: ComponentPlan): Promise<RunningComponent> {
    const started = await this.#startProgram(plan);
    this.#started.set(plan.name, started);
    // A component of this process ends only with the process.
    return {
      pid: process.pid,
      addresses: started.addresses,
      ended: new Promise(() => undefined),
      stop: () => started.stop(),
    };
  }

  #startProgram(plan: ComponentPlan): Promise<Started> {
    const environment = this.#environment(plan.name);
    const programs: Readonly<Record<ProgramName, () => Promise<Started>>> = {
      kv: () => this.#kv(plan, environment),
      apiserver: () => this.#apiserver(plan, environment),
      scheduler: () =>
        startScheduler(settings(plan, schedulerOptions), {
          environment,
          apiserver: this.#apiserverAs("scheduler"),
          tls: this.#serving("scheduler"),
        }),
      "controller-manager": () =>
        startControllerManager(settings(plan, controllerManagerOptions), {
          environment,
          apiserver: this.#apiserverAs("controller-manager"),
          tls: this.#serving("controller-manager"),
        }),
      proxy: () =>
        startProxy(settings(plan, proxyOptions), {
          environment,
          apiserver: this.#apiserverAs("proxy"),
          tls: this.#serving("proxy"),
        }),
      runtime: () => this.#runtime(plan, environment),
      kubelet: () => this.#kubelet(plan, environment),
    };
    return programs[plan.program]();
  }

  async #kv(plan: ComponentPlan, environment: Environment): Promise<Started> {
    const {
      address = "",
      registrations,
      stop,
    } = await startKv(settings(plan, kvOptions), { environment, tls: this.#serving("kv") });
    return { registrations, addresses: { grpc: address }, stop };
  }

  async #runtime(plan: ComponentPlan, environment: Environment): Promise<Started> {
    const { address, registrations, stop } = await startRuntime(settings(plan, runtimeOptions), { environment });
    return { registrations, addresses: { grpc: address }, stop };
  }

  async #apiserver(plan: ComponentPlan, environment: Environment): Promise<Started> {
    const config = settings(plan, apiserverOptions);
    const kv = this.#registrations("kv");
    const own = this.pki.pair("apiserver-kv-client");
    const channel =
      kv.length > 0
        ? this.#inProcess(kv, "apiserver-kv-client")
        : grpcChannel(config.kvEndpoint, {
            tls: { source: staticTls({ ca: this.pki.ca.certificate, certificate: own.certificate, key: own.key }) },
          });
    const { restAddress, grpcAddress, registrations, stop } = await startApiServer(config, {
      environment,
      kv: channel,
    });
    return { registrations, addresses: { rest: restAddress, grpc: grpcAddress }, stop };
  }

  #kubelet(plan: ComponentPlan, environment: Environment): Promise<Started> {
    const config = settings(plan, kubeletOptions);
    const runtime = this.#registrations(`runtime-${config.nodeName}`);
    const channel = runtime.length > 0 ? inProcessChannel(runtime) : grpcChannel(config.runtimeEndpoint);
    return startKubelet(config, {
      environment,
      apiserver: this.#apiserverAs(`kubelet-${config.nodeName}-client`),
      runtime: channel,
      tls: this.#serving(`kubelet-${config.nodeName}`),
    });
  }

  #apiserverAs(pair: string): Channel {
    return this.#inProcess(this.#registrations("apiserver"), pair);
  }

  #inProcess(registrations: readonly Registration[], pair: string): Channel {
    return inProcessChannel(registrations, { certificate: new X509Certificate(this.pki.pair(pair).certificate).raw });
  }

  #registrations(component: string): readonly Registration[] {
    return this.#started.get(component)?.registrations ?? [];
  }

  #serving(pair: string): ServerTls {
    const { certificate, key } = this.pki.pair(pair);
    return { source: staticTls({ ca: this.pki.ca.certificate, certificate, key }), clientCertificate: "require" };
  }

  #environment(component: string): Environment {
    return {
      clock: systemClock,
      rng: systemRng,
      log: createLogger(component, { level: this.logLevel, format: "json", clock: systemClock }),
      metrics: createMetrics(),
    };
  }
}

function settings<O extends Options>(plan: ComponentPlan, options: O): ConfigOf<O> & ConfigOf<typeof commonOptions> {
  return readConfig(plan.program, { ...options, ...commonOptions }, { argv: plan.argv, env: {} }) as ConfigOf<O> &
    ConfigOf<typeof commonOptions>;
}
