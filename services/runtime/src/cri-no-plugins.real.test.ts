import { criSuite } from "./testing/cri-suite.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

// A bare machine: neither CNI plugins nor iproute2.
criSuite("our runtime, its own pod network", ABILITIES.namespaces, () =>
  openOurRuntime("namespaces", ["--cni-bin-folders", "/nonexistent"]),
);
