import type { DeviceClaim, DeviceRequest, ExactDeviceRequest } from "@flotilla/api/types/resource/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import { duplicate, invalid, notSupported, problems, required, tooMany, type FieldError } from "../shared/field.js";
import { validateDns1123Label } from "../shared/validators.js";

/** Source: kubernetes `pkg/apis/resource/{v1/defaults.go,validation}`. */
const REQUESTS_MAX = 32;
const SUBREQUESTS_MAX = 8;
const SELECTORS_MAX = 32;
const MODES: readonly string[] = ["All", "ExactCount"];

type Exact = Omit<ExactDeviceRequest, "adminAccess">;

export function defaultDeviceClaim(claim: DeviceClaim | undefined): void {
  for (const { exactly, firstAvailable = [] } of claim?.requests ?? []) {
    for (const request of [...(exactly === undefined ? [] : [exactly]), ...firstAvailable]) {
      request.allocationMode ||= "ExactCount";
      if (request.allocationMode === "ExactCount") request.count ||= 1;
    }
  }
}

export function validateDeviceClaim(path: string, claim: DeviceClaim | undefined): FieldError[] {
  const requests = claim?.requests ?? [];
  const errors = requests.length > REQUESTS_MAX ? [tooMany(`${path}.requests`, requests.length, REQUESTS_MAX)] : [];
  requests.forEach((request, i) => {
    const at = `${path}.requests[${i}]`;
    errors.push(...validateRequest(at, request));
    if (requests.findIndex(({ name }) => name === request.name) < i) errors.push(duplicate(`${at}.name`, request.name));
  });
  return errors;
}

function validateRequest(at: string, { name = "", exactly, firstAvailable = [] }: DeviceRequest): FieldError[] {
  const errors = validateName(`${at}.name`, name);
  if (exactly !== undefined && firstAvailable.length > 0) {
    errors.push(invalid(at, { exactly, firstAvailable }, "exactly one of `exactly` or `firstAvailable` is required"));
  }
  if (exactly === undefined && firstAvailable.length === 0) {
    errors.push(required(at, "exactly one of `exactly` or `firstAvailable` is required"));
  }
  if (exactly !== undefined) errors.push(...validateExact(`${at}.exactly`, exactly));
  if (firstAvailable.length > SUBREQUESTS_MAX)
    errors.push(tooMany(`${at}.firstAvailable`, firstAvailable.length, SUBREQUESTS_MAX));
  firstAvailable.forEach((request, i) => {
    const place = `${at}.firstAvailable[${i}]`;
    errors.push(...validateName(`${place}.name`, request.name ?? ""), ...validateExact(place, request));
  });
  return errors;
}

const validateName = (at: string, name: string): FieldError[] =>
  name === "" ? [required(at, "")] : validateDns1123Label(at, name);

function validateExact(
  at: string,
  { deviceClassName = "", allocationMode = "", count = 0, selectors = [] }: Exact,
): FieldError[] {
  const errors =
    deviceClassName === ""
      ? [required(`${at}.deviceClassName`, "")]
      : problems(`${at}.deviceClassName`, deviceClassName, subdomainName(deviceClassName, false));
  if (selectors.length > SELECTORS_MAX) errors.push(tooMany(`${at}.selectors`, selectors.length, SELECTORS_MAX));
  if (!MODES.includes(allocationMode)) errors.push(notSupported(`${at}.allocationMode`, allocationMode, MODES));
  if (allocationMode === "All" && count !== 0) {
    errors.push(invalid(`${at}.count`, count, "must not be specified when allocationMode is 'All'"));
  }
  if (allocationMode === "ExactCount" && count <= 0)
    errors.push(invalid(`${at}.count`, count, "must be greater than zero"));
  return errors;
}
