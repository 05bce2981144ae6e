import { criSuite } from "./testing/cri-suite.js";
import { needsRoot } from "./testing/needs-root.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

const NAME = "our runtime, namespaces as root";

needsRoot(NAME, () => criSuite(NAME, ABILITIES.namespaces, () => openOurRuntime("namespaces")));
