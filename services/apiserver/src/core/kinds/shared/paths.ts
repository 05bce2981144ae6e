import { invalid, type FieldError } from "./field.js";

/** Paths within volumes: they must not lead out. */

export const hasBacksteps = (path: string): boolean => path.split("/").includes("..");

export function noBacksteps(at: string, path: string): FieldError[] {
  return hasBacksteps(path) ? [invalid(at, path, "must not contain '..'")] : [];
}

/** Relative and below where it starts. */
export function descendingPath(at: string, path: string): FieldError[] {
  const absolute = path.startsWith("/") ? [invalid(at, path, "must be a relative path")] : [];
  return [...absolute, ...noBacksteps(at, path)];
}

/** Names that begin with two dots are the kubelet's own. */
export function localPath(at: string, path: string): FieldError[] {
  const reserved =
    path.startsWith("..") && !path.startsWith("../") ? [invalid(at, path, "must not start with '..'")] : [];
  return [...descendingPath(at, path), ...reserved];
}
