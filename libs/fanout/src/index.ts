export * from "./bus.js";
export { InProcessBroker } from "./in-process-bus.js";
export { connectNats, type NatsBusOptions, type NatsCredentials } from "./nats-bus.js";
export * from "./subjects.js";
export { REGISTRY_PREFIX, resourceOfKey } from "./registry-key.js";
export { createRouter, EXCLUDED_BY_DEFAULT, type Route, type Router, type RouterOptions } from "./routing.js";
export { publishTerm, type PublisherOptions } from "./publisher.js";
export { campaign, type ElectionOptions, type Term } from "./election.js";
export { startElectedPublisher, type ElectedPublisher, type ElectedPublisherOptions } from "./elected-publisher.js";
export {
  follow,
  type FollowedBatch,
  type FollowOptions,
  type Heal,
  type HealBatch,
  type HealReason,
} from "./subscriber.js";
export { healFromStore } from "./store-heal.js";
export { HistoryCompactedError } from "./store-watch.js";
