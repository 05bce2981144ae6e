import { criSuite } from "./testing/cri-suite.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

criSuite("our runtime, namespaces as root", ABILITIES.namespaces, () => openOurRuntime("namespaces"));
