import { parseApiVersion, type KubeObject } from "@flotilla/api";
import type {
  Action,
  WatchedResource,
} from "@flotilla/contracts/gen/flotilla/controllermanager/v1/controllermanager.js";
import { ifFound, ownedBy, type EventRecorder } from "@flotilla/client";
import { RpcCode, RpcError } from "@flotilla/service";
import type { ControllerContext } from "../controllers/controller-definition.js";
import { builtinDeletable, type AnyType } from "../controllers/deletable-resources.js";

/** Carries out what an attached reconciler decided. */
export class ActionExecutor {
  private readonly recorder: EventRecorder;

  constructor(
    private readonly context: ControllerContext,
    component: string,
    private readonly typeOf: (resource: WatchedResource) => AnyType,
  ) {
    this.recorder = context.events.recorder({ component });
  }

  /** `subject` is the object that the work was about; undefined when it was gone. */
  async execute({ kind }: Action, subjectType: AnyType, subject: KubeObject | undefined): Promise<void> {
    const { client } = this.context;
    switch (kind?.$case) {
      case "create": {
        const object = decode(kind.value.object);
        const ownerReferences =
          kind.value.owned && subject ? [ownedBy(subjectType, subject)] : object.metadata?.ownerReferences;
        await client.create(typeOfObject(object, subjectType), {
          ...object,
          metadata: { ...object.metadata, ...(ownerReferences && { ownerReferences }) },
        });
        return;
      }
      case "update": {
        const object = decode(kind.value.object);
        await client.update(typeOfObject(object, subjectType), object, {
          subresource: kind.value.subresource || undefined,
        });
        return;
      }
      case "patch": {
        const { resource, namespace, name, mergePatch, subresource } = kind.value;
        await client.patch(
          this.typeOf(required(resource)),
          { namespace, name },
          "merge",
          JSON.parse(mergePatch.toString("utf8")),
          { subresource: subresource || undefined },
        );
        return;
      }
      case "delete": {
        const { resource, namespace, name, uid, propagationPolicy } = kind.value;
        if (uid === "") throw new Error("a deletion needs the uid of what it deletes");
        const policy = (propagationPolicy || "Background") as "Background" | "Foreground" | "Orphan";
        await ifFound(
          client.delete(
            this.typeOf(required(resource)),
            { namespace, name },
            { propagationPolicy: policy, preconditions: { uid } },
          ),
        );
        return;
      }
      case "event":
        if (subject)
          this.recorder.event(
            subject,
            kind.value.type === "Warning" ? "Warning" : "Normal",
            kind.value.reason,
            kind.value.message,
          );
        return;
      default:
        throw new Error("an action says nothing");
    }
  }
}

/** Objects name their kind, not their resource. */
function typeOfObject({ apiVersion = "", kind }: KubeObject, subjectType: AnyType): AnyType {
  const { group, version } = parseApiVersion(apiVersion);
  const isSame = (type: AnyType): boolean => type.group === group && type.version === version && type.kind === kind;
  const type = isSame(subjectType) ? subjectType : builtinDeletable.find(isSame);
  if (!type) throw new Error(`${apiVersion} ${kind} is no kind that can be written here`);
  return type;
}

function decode(json: Uint8Array): KubeObject {
  return JSON.parse(Buffer.from(json).toString("utf8")) as KubeObject;
}

function required(resource: WatchedResource | undefined): WatchedResource {
  if (!resource) throw new RpcError(RpcCode.INVALID_ARGUMENT, "an action names no resource");
  return resource;
}
