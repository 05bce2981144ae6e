/** One call of a concurrent history. Moments are places in one order of all calls' beginnings and ends. */
export interface Operation<I, O> {
  readonly calledAt: number;
  /** Infinity when no answer came: it may have happened at any time since, or never. */
  readonly returnedAt: number;
  readonly input: I;
  /** Undefined when no answer came. */
  readonly output: O | undefined;
}

/** What one object does when calls come one after another. */
export interface SequentialModel<S, I, O> {
  readonly initial: S;
  /** The state after a call that gave `output`, or undefined when it cannot have given that. */
  step(state: S, input: I, output: O | undefined): S | undefined;
  /** Equal for equal states. */
  identify(state: S): string;
}

interface Node<I, O> {
  readonly index: number;
  readonly operation: Operation<I, O>;
}

/**
 * Whether the calls can be put in one order in which each gives what it gave, and which keeps every call that ended before
 * another began ahead of it. Source: Wing and Gong, "Testing and verifying concurrent objects", with Lowe's memory of
 * what was tried.
 */
export function isLinearizable<S, I, O>(
  model: SequentialModel<S, I, O>,
  operations: readonly Operation<I, O>[],
): boolean {
  const nodes = [...operations]
    .sort((a, b) => a.calledAt - b.calledAt)
    .map((operation, index): Node<I, O> => ({ index, operation }));
  const done = new Uint8Array(nodes.length);
  const tried = new Set<string>();
  const stack: { readonly state: S; readonly candidates: readonly Node<I, O>[]; next: number; taken: number }[] = [];
  let unplaced = nodes.filter(({ operation }) => operation.output !== undefined).length;
  const push = (state: S) => stack.push({ state, candidates: minimal(nodes, done), next: 0, taken: -1 });
  push(model.initial);
  while (unplaced > 0) {
    const frame = stack.at(-1);
    if (frame === undefined) return false;
    if (frame.taken >= 0) {
      done[frame.taken] = 0;
      if (nodes[frame.taken]!.operation.output !== undefined) unplaced++;
      frame.taken = -1;
    }
    const node = frame.candidates[frame.next++];
    if (node === undefined) {
      stack.pop();
      continue;
    }
    const state = model.step(frame.state, node.operation.input, node.operation.output);
    if (state === undefined) continue;
    done[node.index] = 1;
    frame.taken = node.index;
    if (node.operation.output !== undefined) unplaced--;
    const position = `${model.identify(state)}|${identifyDone(done)}`;
    if (tried.has(position)) continue;
    tried.add(position);
    push(state);
  }
  return true;
}

/** The calls that may come next: those that began before any other undone call ended. */
function minimal<I, O>(nodes: readonly Node<I, O>[], done: Uint8Array): Node<I, O>[] {
  let firstReturn = Infinity;
  const candidates: Node<I, O>[] = [];
  for (const node of nodes) {
    if (done[node.index]) continue;
    if (node.operation.calledAt > firstReturn) break;
    candidates.push(node);
    firstReturn = Math.min(firstReturn, node.operation.returnedAt);
  }
  return candidates.filter((node) => node.operation.calledAt <= firstReturn);
}

/** The done calls: all before the first undone one, and the few behind it. */
function identifyDone(done: Uint8Array): string {
  const first = done.indexOf(0);
  if (first < 0) return "all";
  const last = done.lastIndexOf(1);
  return last < first ? String(first) : `${first}:${done.subarray(first, last + 1).join("")}`;
}
