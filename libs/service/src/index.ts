export * from "./rpc/contract.js";
export * from "./rpc/rpc-error.js";
export * from "./rpc/client.js";
export * from "./rpc/registration.js";
export * from "./rpc/grpc-channel.js";
export * from "./rpc/grpc-server.js";
export * from "./rpc/in-process-channel.js";
export { serveLeanGrpc, type LeanServeOptions } from "./rpc/lean/server/lean-server.js";
export { leanChannel, type LeanChannelOptions } from "./rpc/lean/client/lean-channel.js";
export { ListenError } from "./rpc/listen-error.js";
export {
  RenewableTls,
  staticTls,
  type ClientTls,
  type ServerTls,
  type TlsMaterial,
  type TlsSource,
} from "./rpc/tls.js";
export * from "./time/clock.js";
export * from "./time/system-clock.js";
export * from "./async/pushable.js";
export * from "./random.js";
export * from "./environment.js";
export * from "./lifecycle.js";
export { BadValue } from "./config/bad-value.js";
export { option, type ConfigOf, type IntegerBounds, type Option, type Options } from "./config/option.js";
export { ConfigError, readConfig, type ConfigSources } from "./config/read-config.js";
export { helpText } from "./config/help.js";
export { commonOptions, type CommonConfig } from "./config/common-options.js";
export { formatDuration, parseDuration } from "./config/duration.js";
export { createLogger, silentLogger, type LogOptions } from "./log/logger.js";
export { createMetrics, createProcessMetrics } from "./metrics.js";
export { createEnvironment, quietEnvironment } from "./create-environment.js";
export { FLOTILLA_VERSION } from "./version.js";
export * from "./http/health-checks.js";
export { answerHealth, type TextAnswer } from "./http/health-routes.js";
export { listen, serveHealth, type HealthServerOptions, type ServingHttp } from "./http/health-server.js";
export { runProgram, type Program, type Started } from "./program.js";
export * from "./async/abort.js";
export * from "./async/backoff.js";
export * from "./async/mutex.js";
export { fileTls, type TlsFiles } from "./rpc/file-tls.js";
export { collectIdleGarbage } from "./idle-garbage.js";
