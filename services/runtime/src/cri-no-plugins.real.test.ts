import { criSuite } from "./testing/cri-suite.js";
import { needsRoot } from "./testing/needs-root.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

const NAME = "our runtime, its own pod network";

// A bare machine: neither CNI plugins nor iproute2.
needsRoot(NAME, () =>
  criSuite(NAME, ABILITIES.namespaces, () => openOurRuntime("namespaces", ["--cni-bin-folders", "/nonexistent"])),
);
