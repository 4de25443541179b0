import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { at, type Fields, isFields, type Json, listAt, parseJson, textAt } from "../core/json.ts";
import { base64, fromBase64 } from "../core/kubeconfig.ts";

/** One object as etcd keeps it. */
export interface Stored {
  readonly key: string;
  readonly object: Fields;
  /** etcd's mod_revision, which Kubernetes calls resourceVersion. */
  readonly revision: string;
}

/** Something was written or removed; `object` is null for what was removed. */
export interface Change {
  readonly key: string;
  readonly object: Fields | null;
  readonly before: Fields | null;
  readonly isNew: boolean;
  readonly revision: string;
}

/** etcd does not answer. */
export class StoreError extends Error {}

/** Kubernetes objects in an etcd of 3.4 and later, through its JSON gateway (/v3). */
export class EtcdStore {
  private readonly agent: Agent;
  private endpoints: readonly string[];

  constructor(options: { endpoints: readonly string[]; ca: string; cert: string; key: string }) {
    this.endpoints = options.endpoints;
    this.agent = new Agent({
      keepAlive: true,
      ca: readFileSync(options.ca),
      cert: readFileSync(options.cert),
      key: readFileSync(options.key),
    });
  }

  async get(key: string): Promise<Stored | null> {
    const answer = await this.call("/v3/kv/range", { key: base64(key) });
    return listAt(answer, "kvs").map(storedOf)[0] ?? null;
  }

  /** Everything below a prefix, in order of keys, and the revision of that list. */
  async list(prefix: string): Promise<{ readonly items: readonly Stored[]; readonly revision: string }> {
    const answer = await this.call("/v3/kv/range", { key: base64(prefix), range_end: base64(endOf(prefix)) });
    return { items: listAt(answer, "kvs").map(storedOf), revision: textAt(answer, "header", "revision") };
  }

  /** Writes if the key still has that revision ("0": does not exist); returns the new revision, or null where it has not. */
  async put(key: string, object: Fields, expected: string): Promise<string | null> {
    const value = base64(JSON.stringify(object));
    const success = { request_put: { key: base64(key), value } };
    const answer = await this.transact(key, expected, success);
    return answer.succeeded === true ? textAt(answer, "header", "revision") : null;
  }

  /** Removes if the key still has that revision. */
  async remove(key: string, expected: string): Promise<boolean> {
    const answer = await this.transact(key, expected, { request_delete_range: { key: base64(key) } });
    return answer.succeeded === true;
  }

  private transact(key: string, revision: string, success: Fields): Promise<Fields> {
    const compare = { key: base64(key), target: "MOD", result: "EQUAL", mod_revision: revision };
    return this.call("/v3/kv/txn", { compare: [compare], success: [success] });
  }

  /** Tells of every change below /registry/ until the connection ends; then the promise settles. */
  watch(onChange: (change: Change) => void): Promise<void> {
    const create = {
      key: base64("/registry/"),
      range_end: base64(endOf("/registry/")),
      prev_kv: true,
    };
    return new Promise((resolve) => {
      const sent = request(
        new URL("/v3/watch", this.endpoints[0]),
        { method: "POST", agent: this.agent },
        (response) => {
          let rest = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => {
            const lines = (rest + part).split("\n");
            rest = lines.pop() ?? "";
            for (const line of lines.filter((one) => one.trim() !== "")) {
              for (const event of listAt(parseJson(line), "result", "events")) onChange(changeOf(event));
            }
          });
          response.on("close", resolve);
        },
      );
      sent.on("error", () => resolve());
      // Over HTTP/1.1 etcd answers once the request has ended; the watch goes on.
      sent.end(JSON.stringify({ create_request: create }));
    });
  }

  private async call(path: string, body: Fields): Promise<Fields> {
    let last: unknown;
    for (const endpoint of this.endpoints) {
      try {
        const answer = await this.post(new URL(path, endpoint), body);
        // The one that answers is asked first from now on.
        if (endpoint !== this.endpoints[0]) {
          this.endpoints = [endpoint, ...this.endpoints.filter((one) => one !== endpoint)];
        }
        return answer;
      } catch (error) {
        last = error;
      }
    }
    throw new StoreError(`etcd: ${last instanceof Error ? last.message : String(last)}`);
  }

  private post(url: URL, body: Fields): Promise<Fields> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", agent: this.agent, timeout: 5000 }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode !== 200) return reject(new Error(text.trim()));
          const parsed = parseJson(text);
          resolve(isFields(parsed) ? parsed : {});
        });
      });
      sent.on("timeout", () => sent.destroy(new Error("context deadline exceeded")));
      sent.on("error", reject);
      sent.end(JSON.stringify(body));
    });
  }
}

function storedOf(kv: Json): Stored {
  const revision = textAt(kv, "mod_revision");
  const object = parseJson(fromBase64(textAt(kv, "value")));
  return { key: fromBase64(textAt(kv, "key")), object: withRevision(object, revision), revision };
}

/** The object with its metadata.resourceVersion. */
export function withRevision(object: Json, revision: string): Fields {
  const fields = isFields(object) ? object : {};
  const metadata = at(fields, "metadata");
  return { ...fields, metadata: { ...(isFields(metadata) ? metadata : {}), resourceVersion: revision } };
}

function changeOf(event: Json): Change {
  const kv = at(event, "kv");
  const revision = textAt(kv, "mod_revision");
  const isDelete = textAt(event, "type") === "DELETE";
  const before = at(event, "prev_kv") === null ? null : storedOf(at(event, "prev_kv")).object;
  return {
    key: fromBase64(textAt(kv, "key")),
    object: isDelete ? null : storedOf(kv).object,
    before,
    isNew: !isDelete && before === null,
    revision,
  };
}

/** The key behind all that begin with the prefix. */
function endOf(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
