import type { Fields } from "../core/json.ts";

const reasons: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  409: "Conflict",
  410: "Expired",
  415: "UnsupportedMediaType",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
};

/** A request that is refused; becomes a Status object. */
export class Refused extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, message: string, reason?: string) {
    super(message);
    this.status = status;
    this.reason = reason ?? reasons[status] ?? "Unknown";
  }
}

/** The Status object of a refusal. */
export function statusObject(refused: Refused): Fields {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: refused.message,
    reason: refused.reason,
    code: refused.status,
  };
}
