import { criSuite } from "./testing/cri-suite.js";
import { insideUserNamespace } from "./testing/inside-user-namespace.js";
import { ABILITIES, openOurRuntime } from "./testing/our-runtime.js";

if (await insideUserNamespace(import.meta.filename))
  criSuite("our runtime, namespaces without root", ABILITIES["user-namespace"], () => openOurRuntime("user-namespace"));
