import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { parse } from "yaml";
import { type Fields, fieldsAt, isFields, type Json, listAt, parseJson, textAt } from "../core/json.ts";
import { versionObject } from "../core/version-object.ts";
import { authenticate, signClusterInfo, tokenData, type User } from "./authenticate.ts";
import { isAllowed, type Request } from "./authorize.ts";
import type { Change, EtcdStore } from "./etcd-store.ts";
import { evict } from "./evict.ts";
import { create, filterOf, keyOf, list, patch, qualified, read, remove, replace } from "./handle-objects.ts";
import { discovery, type ResourcePath, resourcePath, servedTypes } from "./request-path.ts";
import type { ResourceType } from "./resource-types.ts";
import { Refused } from "./status.ts";

type Listener = (change: Change) => void;

/** Answers requests: who asks, may they, what do they get. */
export class Routes {
  private readonly listeners = new Set<Listener>();
  private readonly store: EtcdStore;
  private readonly options: { readonly version: string; readonly serviceRange: string };

  constructor(store: EtcdStore, options: { readonly version: string; readonly serviceRange: string }) {
    this.store = store;
    this.options = options;
  }

  /** Hands a change of the store to those who watch. */
  tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }

  async answer(message: IncomingMessage, socket: TLSSocket, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? "/", "https://stand-in");
    const user = await authenticate(socket, message.headers.authorization ?? "", this.store);
    const types = servedTypes(await this.customTypes(url.pathname));
    const path = resourcePath(url.pathname, types);
    const request = requestOf(message.method ?? "GET", url, path);
    await this.allow(user, request);
    if (path === null || request.resource === "") return this.answerPlain(url, types, response);
    const body = await readBody(message);
    if (request.verb === "watch") return this.watch(path, url.searchParams, response);
    const asked = path.type.plural === "certificatesigningrequests" ? signedBy(user, body) : body;
    const result = await this.act(
      path,
      request,
      url.searchParams,
      asked,
      message.headers["content-type"] ?? "",
    );
    send(response, request.verb === "create" ? 201 : 200, result);
  }

  private async act(
    path: ResourcePath,
    request: Request,
    query: URLSearchParams,
    body: Json,
    contentType: string,
  ): Promise<Json> {
    const { store } = this;
    if (path.subresource === "eviction") {
      await evict(store, path);
      return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
    }
    if (query.get("dryRun") === "All") return body ?? {};
    switch (request.verb) {
      case "get":
        return path.type.plural === "componentstatuses"
          ? this.componentStatus(path.name)
          : this.signed(await read(store, path));
      case "list":
        return path.type.plural === "componentstatuses" ? this.componentStatuses() : list(store, path, query);
      case "create":
        return path.subresource === "binding" ? {} : create(store, path, body);
      case "update":
        return replace(store, path, body, path.subresource);
      case "patch":
        return patch(store, path, body, contentType);
      case "delete":
        return remove(store, path, body);
      default:
        return this.removeAll(path, query);
    }
  }

  private async removeAll(path: ResourcePath, query: URLSearchParams): Promise<Json> {
    const found = await list(this.store, path, query);
    for (const item of listAt(found, "items")) {
      await remove(
        this.store,
        { ...path, namespace: textAt(item, "metadata", "namespace"), name: textAt(item, "metadata", "name") },
        null,
      );
    }
    return found;
  }

  private async allow(user: User, request: Request): Promise<void> {
    const hasBinding = async (): Promise<boolean> =>
      (await this.store.get("/registry/clusterrolebindings/kubeadm:cluster-admins")) !== null;
    if (await isAllowed(user, request, hasBinding)) return;
    const name = request.name === "" ? "" : ` ${JSON.stringify(request.name)}`;
    const what =
      request.resource === ""
        ? `forbidden: User ${JSON.stringify(user.name)} cannot get path ${JSON.stringify(request.path)}`
        : `${request.resource}${name} is forbidden: User ${JSON.stringify(user.name)} cannot ${request.verb} resource ${JSON.stringify(request.resource)} in API group "" ${request.namespace === "" ? "at the cluster scope" : `in the namespace ${JSON.stringify(request.namespace)}`}`;
    throw new Refused(403, what);
  }

  private async answerPlain(
    url: URL,
    types: readonly ResourceType[],
    response: ServerResponse,
  ): Promise<void> {
    const health = /^\/(livez|readyz|healthz)(\/|$)/.test(url.pathname);
    if (health) {
      if (!url.pathname.startsWith("/livez")) await this.store.get("/registry/health");
      const verbose = url.searchParams.has("verbose")
        ? "[+]ping ok\n[+]log ok\n[+]etcd ok\nreadyz check passed\n"
        : "ok";
      response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
      return void response.end(verbose);
    }
    if (url.pathname === "/version") return send(response, 200, versionObject(this.options.version));
    const found = discovery(url.pathname, types);
    if (found === null) throw new Refused(404, "the server could not find the requested resource");
    send(response, 200, found);
  }

  /** cluster-info carries the signatures of the tokens that there are now. */
  private async signed({ key, object }: { readonly key: string; readonly object: Fields }): Promise<Fields> {
    if (key !== "/registry/configmaps/kube-public/cluster-info") return object;
    const { items } = await this.store.list("/registry/secrets/kube-system/bootstrap-token-");
    const kubeconfig = textAt(object, "data", "kubeconfig");
    const tokens = items
      .map((item) => tokenData(item.object))
      .filter((token) => token.usages.has("signing") && !token.isExpired);
    const signatures = tokens.map((token) => [
      `jws-kubeconfig-${token.id}`,
      signClusterInfo(kubeconfig, token.id, token.secret),
    ]);
    return { ...object, data: { ...fieldsAt(object, "data"), ...Object.fromEntries(signatures) } };
  }

  private async watch(path: ResourcePath, query: URLSearchParams, response: ServerResponse): Promise<void> {
    // As a server without the feature WatchList: clients then list first.
    if (query.has("sendInitialEvents"))
      throw new Refused(422, "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch");
    const fits = filterOf(query);
    const prefix = keyOf({ ...path, name: path.name });
    response.writeHead(200, { "content-type": "application/json", "transfer-encoding": "chunked" });
    response.flushHeaders();
    const listener: Listener = ({ key, object, before, isNew }) => {
      if (path.name === "" ? !key.startsWith(prefix) : key !== prefix) return;
      const shown = object ?? before;
      if (shown === null || !fits(shown)) return;
      const type = object === null ? "DELETED" : isNew ? "ADDED" : "MODIFIED";
      response.write(`${JSON.stringify({ type, object: shown })}\n`);
    };
    const stop = (): void => void this.listeners.delete(listener);
    this.listeners.add(listener);
    const seconds = Number(query.get("timeoutSeconds") ?? "1800");
    const end = setTimeout(() => response.end(), seconds * 1000);
    response.on("close", () => {
      clearTimeout(end);
      stop();
    });
    const since = Number(query.get("resourceVersion") ?? "0");
    const { items } = await this.store.list(prefix);
    for (const item of items) {
      if (Number(item.revision) > since) listener({ ...item, before: null, isNew: true });
    }
  }

  private async customTypes(path: string): Promise<readonly ResourceType[]> {
    if (!path.startsWith("/apis") || /^\/apis\/(apps|policy|batch|[\w.]+\.k8s\.io)\//.test(path)) return [];
    const { items } = await this.store.list("/registry/customresourcedefinitions/");
    return items.flatMap(({ object }) =>
      listAt(object, "spec", "versions").map((version) => ({
        group: textAt(object, "spec", "group"),
        version: textAt(version, "name"),
        plural: textAt(object, "spec", "names", "plural"),
        kind: textAt(object, "spec", "names", "kind"),
        namespaced: textAt(object, "spec", "scope") === "Namespaced",
        short: listAt(object, "spec", "names", "shortNames").map(String),
      })),
    );
  }

  private componentStatus(name: string): Json {
    return {
      kind: "ComponentStatus",
      apiVersion: "v1",
      metadata: { name },
      conditions: [{ type: "Healthy", status: "True", message: "ok" }],
    };
  }

  private componentStatuses(): Json {
    const items = ["scheduler", "controller-manager", "etcd-0"].map((name) => this.componentStatus(name));
    return { kind: "ComponentStatusList", apiVersion: "v1", metadata: {}, items };
  }
}

/** A request for a certificate says who asks: not in the words of the one who asks. */
function signedBy(user: User, body: Json): Json {
  if (!isFields(body)) return body;
  const spec = { ...fieldsAt(body, "spec"), username: user.name, groups: [...user.groups] };
  return { ...body, spec };
}

function requestOf(method: string, url: URL, path: ResourcePath | null): Request {
  const verbs: Readonly<Record<string, string>> = {
    POST: "create",
    PUT: "update",
    PATCH: "patch",
    DELETE: "delete",
  };
  const isWatch = ["true", "1"].includes(url.searchParams.get("watch") ?? "");
  const reading = isWatch ? "watch" : path?.name === "" ? "list" : "get";
  const verb = verbs[method] ?? reading;
  return {
    verb: verb === "delete" && path?.name === "" ? "deletecollection" : verb,
    resource: path === null ? "" : qualified(path.type).replace(/\..*/, ""),
    subresource: path?.subresource ?? "",
    namespace: path?.namespace ?? "",
    name: path?.name || nameSelected(url.searchParams),
    path: url.pathname,
  };
}

/** A list of the one object of a name is about that object: a kubelet may watch its own Node. */
function nameSelected(query: URLSearchParams): string {
  return /(?:^|,)metadata\.name==?([^,]+)/.exec(query.get("fieldSelector") ?? "")?.[1] ?? "";
}

async function readBody(message: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of message) if (Buffer.isBuffer(part)) parts.push(part);
  const text = Buffer.concat(parts).toString();
  if (text === "") return null;
  const parsed: Json = message.headers["content-type"]?.includes("yaml") ? parse(text) : parseJson(text);
  return parsed;
}

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
