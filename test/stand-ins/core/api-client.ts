import { request as requestPlainly } from "node:http";
import { request } from "node:https";
import { type Fields, isFields, type Json, parseJson, textAt } from "./json.ts";
import type { Access } from "./kubeconfig.ts";

/** An answer of an API server. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Json;
}

/** The API server refused: its Status object. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(answer: ApiAnswer) {
    super(textAt(answer.body, "message") || answer.text || `HTTP ${answer.status}`);
    this.status = answer.status;
    this.reason = textAt(answer.body, "reason");
  }
}

/** The connection failed: in the words of Go's net/http, as clients print them. */
export class ApiConnectionError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** A client of one API server. */
export class ApiClient {
  readonly access: Access;
  readonly timeoutMs: number;

  constructor(access: Access, timeoutMs = 30_000) {
    this.access = access;
    this.timeoutMs = timeoutMs;
  }

  /** Sends a request; whatever the status, it returns the answer. Throws ApiConnectionError. */
  send(method: string, path: string, body?: Json, contentType = "application/json"): Promise<ApiAnswer> {
    const { access } = this;
    const base = access.server.includes("://") ? access.server : `https://${access.server}`;
    const url = new URL(path, base);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(explain(error, method, url));
      const ask = url.protocol === "http:" ? requestPlainly : request;
      const sent = ask(
        url,
        {
          method,
          ca: access.insecure ? undefined : access.ca,
          cert: access.cert,
          key: access.key,
          rejectUnauthorized: !access.insecure,
          ...(access.serverName ? { servername: access.serverName } : {}),
          agent: false,
          timeout: this.timeoutMs,
          headers: {
            accept: "application/json",
            ...(payload === undefined
              ? {}
              : { "content-type": contentType, "content-length": Buffer.byteLength(payload) }),
            ...(access.token ? { authorization: `Bearer ${access.token}` } : {}),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", fail);
          response.on("end", () => {
            const text = Buffer.concat(parts).toString();
            resolve({ status: response.statusCode ?? 0, text, body: parsed(text) });
          });
        },
      );
      const deadline = setTimeout(
        () => sent.destroy(Object.assign(new Error("time-out"), { code: "ETIMEDOUT" })),
        this.timeoutMs,
      );
      sent.on("close", () => clearTimeout(deadline));
      sent.on("error", fail);
      sent.end(payload);
    });
  }

  /** Sends a request and returns the object of the answer; throws ApiError for a status of 400 and more. */
  async call(method: string, path: string, body?: Json, contentType?: string): Promise<Fields> {
    const answer = await this.send(method, path, body, contentType);
    if (answer.status >= 400) throw new ApiError(answer);
    return isFields(answer.body) ? answer.body : {};
  }

  get(path: string): Promise<Fields> {
    return this.call("GET", path);
  }

  /** The object, or null where there is none. */
  async find(path: string): Promise<Fields | null> {
    return this.get(path).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    });
  }

  /** Makes an object, or replaces the one of its name. */
  async put(collection: string, object: Fields): Promise<Fields> {
    const path = `${collection}/${textAt(object, "metadata", "name")}`;
    const found = await this.find(path);
    return found === null ? this.call("POST", collection, object) : this.call("PUT", path, object);
  }

  merge(path: string, patch: Fields): Promise<Fields> {
    return this.call("PATCH", path, patch, "application/merge-patch+json");
  }
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function explain(error: Error, method: string, url: URL): ApiConnectionError {
  const code = "code" in error ? String(error.code) : "";
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  return new ApiConnectionError(`${verb} ${JSON.stringify(url.href)}: ${causeOf(error, code, url)}`, code);
}

function causeOf(error: Error, code: string, url: URL): string {
  const host = `${url.hostname}:${url.port || "443"}`;
  if (code === "ECONNREFUSED") return `dial tcp ${host}: connect: connection refused`;
  if (code === "EHOSTUNREACH") return `dial tcp ${host}: connect: no route to host`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `dial tcp: lookup ${url.hostname}: no such host`;
  if (code === "ETIMEDOUT")
    return "net/http: request canceled (Client.Timeout exceeded while awaiting headers)";
  if (code === "ECONNRESET") return "read: connection reset by peer";
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET|SIGNATURE_FAILURE/.test(code)) {
    return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  }
  if (code === "CERT_HAS_EXPIRED")
    return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `tls: failed to verify certificate: x509: certificate is not valid for ${url.hostname}`;
  }
  return error.message;
}
