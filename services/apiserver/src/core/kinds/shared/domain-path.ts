import { dns1123SubdomainProblems } from "@flotilla/api/names.js";
import { invalid, problems, required, type FieldError } from "./field.js";

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const WHOLE_PATH = new RegExp(`^${PATH}$`);

/** `example.com/path`: names of controllers. Source: apimachinery `util/validation/validation.go`. */
export function validateDomainPrefixedPath(at: string, value: string): FieldError[] {
  if (value === "") return [required(at, "")];
  const slash = value.indexOf("/");
  const [domain, path] = [value.slice(0, Math.max(0, slash)), value.slice(slash + 1)];
  if (slash < 1 || path === "") {
    return [invalid(at, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const errors = problems(at, domain, dns1123SubdomainProblems(domain));
  if (WHOLE_PATH.test(path)) return errors;
  return [...errors, invalid(at, path, `Invalid path (regex used for validation is '${PATH}')`)];
}
