import { RpcCode, RpcError } from "@flotilla/service";
import { KvError, type KvErrorReason } from "../core/errors.js";

/**
 * etcd's codes and messages. Clients find their own errors by the whole message, so both have to be exact.
 * Source: etcd, `api/v3rpc/rpctypes/error.go`.
 */
const ERRORS: Readonly<Record<KvErrorReason, readonly [RpcCode, string]>> = {
  KeyNotProvided: [RpcCode.INVALID_ARGUMENT, "etcdserver: key is not provided"],
  KeyNotFound: [RpcCode.INVALID_ARGUMENT, "etcdserver: key not found"],
  ValueProvided: [RpcCode.INVALID_ARGUMENT, "etcdserver: value is provided"],
  LeaseProvided: [RpcCode.INVALID_ARGUMENT, "etcdserver: lease is provided"],
  TooManyOps: [RpcCode.INVALID_ARGUMENT, "etcdserver: too many operations in txn request"],
  DuplicateKey: [RpcCode.INVALID_ARGUMENT, "etcdserver: duplicate key given in txn request"],
  InvalidSortOption: [RpcCode.INVALID_ARGUMENT, "etcdserver: invalid sort option"],
  RequestTooLarge: [RpcCode.INVALID_ARGUMENT, "etcdserver: request is too large"],
  Compacted: [RpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted"],
  FutureRevision: [RpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision"],
  NoSpace: [RpcCode.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded"],
  LeaseNotFound: [RpcCode.NOT_FOUND, "etcdserver: requested lease not found"],
  LeaseExists: [RpcCode.FAILED_PRECONDITION, "etcdserver: lease already exists"],
  LeaseTtlTooLarge: [RpcCode.OUT_OF_RANGE, "etcdserver: too large lease TTL"],
  Corrupt: [RpcCode.DATA_LOSS, "etcdserver: corrupt cluster"],
  Stopped: [RpcCode.UNAVAILABLE, "etcdserver: server stopped"],
  MemberNotFound: [RpcCode.NOT_FOUND, "etcdserver: member not found"],
  NotSupported: [RpcCode.FAILED_PRECONDITION, "etcdserver: not capable"],
  NotLeader: [RpcCode.FAILED_PRECONDITION, "etcdserver: not leader"],
  RootUserNotExist: [RpcCode.FAILED_PRECONDITION, "etcdserver: root user does not exist"],
  RootRoleNotExist: [RpcCode.FAILED_PRECONDITION, "etcdserver: root user does not have root role"],
  UserAlreadyExist: [RpcCode.FAILED_PRECONDITION, "etcdserver: user name already exists"],
  UserEmpty: [RpcCode.INVALID_ARGUMENT, "etcdserver: user name is empty"],
  UserNotFound: [RpcCode.FAILED_PRECONDITION, "etcdserver: user name not found"],
  RoleAlreadyExist: [RpcCode.FAILED_PRECONDITION, "etcdserver: role name already exists"],
  RoleNotFound: [RpcCode.FAILED_PRECONDITION, "etcdserver: role name not found"],
  RoleEmpty: [RpcCode.INVALID_ARGUMENT, "etcdserver: role name is empty"],
  AuthFailed: [RpcCode.INVALID_ARGUMENT, "etcdserver: authentication failed, invalid user ID or password"],
  PermissionDenied: [RpcCode.PERMISSION_DENIED, "etcdserver: permission denied"],
  RoleNotGranted: [RpcCode.FAILED_PRECONDITION, "etcdserver: role is not granted to the user"],
  PermissionNotGranted: [RpcCode.FAILED_PRECONDITION, "etcdserver: permission is not granted to the role"],
  PermissionNotGiven: [RpcCode.INVALID_ARGUMENT, "etcdserver: permission not given"],
  AuthNotEnabled: [RpcCode.FAILED_PRECONDITION, "etcdserver: authentication is not enabled"],
  InvalidAuthToken: [RpcCode.UNAUTHENTICATED, "etcdserver: invalid auth token"],
  InvalidAuthManagement: [RpcCode.INVALID_ARGUMENT, "etcdserver: invalid auth management"],
  AuthOldRevision: [RpcCode.INVALID_ARGUMENT, "etcdserver: revision of auth store is old"],
};

export function messageOf(reason: KvErrorReason): string {
  return ERRORS[reason][1];
}

/** What a client is told of a failure of the store; others pass as they are. */
export function toRpcError(error: unknown): unknown {
  if (!(error instanceof KvError)) return error;
  const [code, message] = ERRORS[error.reason];
  return new RpcError(code, message, new Map(), { cause: error });
}
