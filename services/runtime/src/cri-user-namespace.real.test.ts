import { criSuite } from "./testing/cri-suite.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

criSuite("our runtime, namespaces without root", ABILITIES["user-namespace"], () => openOurRuntime("user-namespace"));
