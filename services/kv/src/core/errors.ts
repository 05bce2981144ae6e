/** Why the store refuses or fails. The face to clients gives each its gRPC code and etcd's text. */
export type KvErrorReason =
  | "KeyNotProvided"
  | "KeyNotFound"
  | "ValueProvided"
  | "LeaseProvided"
  | "TooManyOps"
  | "DuplicateKey"
  | "InvalidSortOption"
  | "RequestTooLarge"
  | "Compacted"
  | "FutureRevision"
  | "NoSpace"
  | "LeaseNotFound"
  | "LeaseExists"
  | "LeaseTtlTooLarge"
  | "Corrupt"
  | "Stopped"
  | "MemberNotFound"
  | "NotSupported"
  | "NotLeader"
  | "RootUserNotExist"
  | "RootRoleNotExist"
  | "UserAlreadyExist"
  | "UserEmpty"
  | "UserNotFound"
  | "RoleAlreadyExist"
  | "RoleNotFound"
  | "RoleEmpty"
  | "AuthFailed"
  | "PermissionDenied"
  | "RoleNotGranted"
  | "PermissionNotGranted"
  | "PermissionNotGiven"
  | "AuthNotEnabled"
  | "InvalidAuthToken"
  | "InvalidAuthManagement"
  | "AuthOldRevision";

/** A refusal or failure that clients are told about. */
export class KvError extends Error {
  override readonly name = "KvError";
  constructor(
    readonly reason: KvErrorReason,
    options?: ErrorOptions,
  ) {
    super(options?.cause instanceof Error ? `${reason}: ${options.cause.message}` : reason, options);
  }
}
