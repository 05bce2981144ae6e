import { criSuite } from "./testing/cri-suite.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

criSuite("our runtime, plain processes", ABILITIES.process, () => openOurRuntime("process"));
