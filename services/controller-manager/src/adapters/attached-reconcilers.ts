import type {
  AttachReconcilerRequest,
  AttachReconcilerResponse,
  Registration,
  WatchedResource,
} from "@flotilla/contracts/gen/flotilla/controllermanager/v1/controllermanager.js";
import { RpcCode, RpcError } from "@flotilla/service";
import type { ControllerContext } from "../controllers/controller-definition.js";
import { builtinDeletable, crdType, customType, type AnyType } from "../controllers/deletable-resources.js";
import { ReconcilerSession } from "./reconciler-session.js";

const NAME_PATTERN = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The reconcilers that live in other processes and are attached now. */
export class AttachedReconcilers {
  private readonly sessions = new Map<string, { registration: Registration; session: ReconcilerSession }>();

  /** @param context undefined while this instance does not lead. */
  constructor(
    private readonly context: () => ControllerContext | undefined,
    private readonly isTaken: (name: string) => boolean,
  ) {}

  list(): Registration[] {
    return [...this.sessions.values()].map(({ registration }) => registration);
  }

  /** One stream, from the registration to its end. */
  async *attach(
    requests: AsyncIterable<AttachReconcilerRequest>,
    signal: AbortSignal,
  ): AsyncGenerator<AttachReconcilerResponse, void, void> {
    const incoming = requests[Symbol.asyncIterator]();
    const first = await incoming.next();
    const registration = first.done
      ? undefined
      : first.value.kind?.$case === "registration"
        ? first.value.kind.value
        : undefined;
    const session = await this.open(registration);
    const { name } = registration!;
    const stop = (): void => void session.stop();
    signal.addEventListener("abort", stop, { once: true });
    void readAnswers(incoming, session);
    try {
      yield* session.work;
    } finally {
      signal.removeEventListener("abort", stop);
      this.sessions.delete(name);
      await session.stop();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ session }) => session.stop()));
  }

  private async open(registration: Registration | undefined): Promise<ReconcilerSession> {
    const context = this.context();
    if (!context) throw refused(RpcCode.UNAVAILABLE, "NotLeader", "another instance leads");
    if (!registration?.primary)
      throw refused(
        RpcCode.INVALID_ARGUMENT,
        "BadRegistration",
        "the first message must be a registration with a primary resource",
      );
    const { name } = registration;
    if (!NAME_PATTERN.test(name))
      throw refused(
        RpcCode.INVALID_ARGUMENT,
        "BadRegistration",
        `"${name}" is no name for a reconciler: lower-case letters, digits and dashes`,
      );
    if (this.isTaken(name) || this.sessions.has(name))
      throw refused(RpcCode.ALREADY_EXISTS, "NameTaken", `the name ${name} is taken`);
    const types = await knownTypes(context);
    const session = new ReconcilerSession(context, registration, (resource) => typeOf(resource, types));
    this.sessions.set(name, { registration, session });
    return session.start();
  }
}

async function readAnswers(
  incoming: AsyncIterator<AttachReconcilerRequest>,
  session: ReconcilerSession,
): Promise<void> {
  try {
    for (let next = await incoming.next(); !next.done; next = await incoming.next()) {
      if (next.value.kind?.$case === "answer") session.answer(next.value.kind.value);
    }
  } catch {
    // The stream broke; what was not answered waits for the reconciler to attach again.
  }
  await session.stop();
}

async function knownTypes(context: ControllerContext): Promise<AnyType[]> {
  const custom = (await context.client.list(crdType)).items.flatMap((definition) => customType(definition) ?? []);
  return [...builtinDeletable, ...custom];
}

function typeOf({ group, version, resource }: WatchedResource, types: readonly AnyType[]): AnyType {
  const found = types.find((type) => type.group === group && type.version === version && type.resource === resource);
  if (!found)
    throw refused(
      RpcCode.INVALID_ARGUMENT,
      "BadRegistration",
      `there is no resource ${resource} in ${group || "the core group"}/${version} that can be watched`,
    );
  return found;
}

function refused(code: RpcCode, reason: string, message: string): RpcError {
  return new RpcError(code, message, new Map([["flotilla-reason", reason]]));
}
