import { CONTAINERD_ABILITIES, hasContainerd, openContainerd } from "./testing/containerd.js";
import { criSuite } from "./testing/cri-suite.js";

// The suite must hold for a runtime that is not ours, or it says nothing about ours.
if ((await hasContainerd()) && process.getuid?.() === 0) criSuite("containerd", CONTAINERD_ABILITIES, openContainerd);
else test.skip("containerd is not installed, or we are not root", () => undefined);
