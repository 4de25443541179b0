import { existsSync, readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { collectionPath, groupVersion, resourceTypes } from "../apiserver/resource-types.ts";
import { ApiError } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, isFields, type Json, listAt, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { versionObject } from "../core/version-object.ts";
import { type Call, kubeconfigPath } from "./kubectl.ts";
import { typeOf } from "./resolve.ts";

/** `kubectl version`. */
export async function version({ version: own, flags, api }: Call): Promise<void> {
  const clientVersion = versionObject(own);
  const told: Fields = { clientVersion, kustomizeVersion: "v5.6.0" };
  const show = (): void => {
    const output = flags.text("output");
    if (output === "json") print(JSON.stringify(told, null, 2));
    else if (output === "yaml") print(stringify(told).trimEnd());
    else if (output !== undefined) throw new Exit(1, "error: --output must be 'yaml' or 'json'");
    else print(`Client Version: v${own}\nKustomize Version: v5.6.0`);
  };
  if (flags.isSet("client")) return show();
  try {
    told.serverVersion = await api.get("/version");
  } finally {
    show();
  }
  if (flags.text("output") === undefined)
    print(`Server Version: ${textAt(told, "serverVersion", "gitVersion")}`);
}

/** `kubectl config view|current-context|get-contexts`. */
export function config({ operands, flags }: Call): Promise<void> {
  const path = kubeconfigPath(flags);
  const value: Json = existsSync(path)
    ? parse(readFileSync(path, "utf8"))
    : { apiVersion: "v1", kind: "Config" };
  const [verb] = operands;
  if (verb === "current-context") {
    const name = textAt(value, "current-context");
    if (name === "") throw new Exit(1, "error: current-context is not set");
    print(name);
  } else if (verb === "get-contexts") {
    for (const context of listAt(value, "contexts")) print(textAt(context, "name"));
  } else if (verb === "view") {
    const shown = flags.isSet("raw") ? value : withoutSecrets(value);
    print(
      flags.text("output") === "json"
        ? JSON.stringify(shown, null, 4)
        : stringify(shown, { lineWidth: 0 }).trimEnd(),
    );
  } else throw new Exit(1, `error: stand-in: kubectl config ${operands.join(" ")} is not played`);
  return Promise.resolve();
}

function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isFields(value)) return value;
  const secret: Readonly<Record<string, string>> = {
    "client-certificate-data": "DATA+OMITTED",
    "client-key-data": "DATA+OMITTED",
    "certificate-authority-data": "DATA+OMITTED",
    token: "REDACTED",
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, secret[name] ?? withoutSecrets(one)]),
  );
}

/** `kubectl cluster-info`. */
export async function clusterInfo({ api, operands }: Call): Promise<void> {
  if (operands.length > 0)
    throw new Exit(1, `error: stand-in: kubectl cluster-info ${operands.join(" ")} is not played`);
  await api.get("/api/v1/namespaces/kube-system/services");
  print(`Kubernetes control plane is running at ${api.access.server}`);
  print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
}

/** `kubectl auth can-i VERB KIND`, and whoami in short. */
export async function auth(call: Call): Promise<void> {
  const [what, verb = "get", kind = "nodes"] = call.operands;
  if (what !== "can-i")
    throw new Exit(1, `error: stand-in: kubectl auth ${call.operands.join(" ")} is not played`);
  const type = await typeOf(kind === "*" ? "nodes" : kind, call.api);
  try {
    // Nothing is written: a list is what reading needs, and a dry run of an empty object what writing needs.
    if (/^(get|list|watch)$/.test(verb)) await call.api.get(collectionPath(type, call.namespace));
    else await call.api.call("POST", `${collectionPath(type, call.namespace)}?dryRun=All`, {});
    if (!call.flags.isSet("quiet")) print("yes");
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    if (!call.flags.isSet("quiet")) print("no");
    throw new Exit(1);
  }
}

/** `kubectl api-resources`. */
export async function apiResources({ flags, api }: Call): Promise<void> {
  await api.get("/apis");
  if (flags.text("output") === "name") {
    return print(
      resourceTypes
        .map((type) => (type.group === "" ? type.plural : `${type.plural}.${type.group}`))
        .join("\n"),
    );
  }
  for (const type of resourceTypes)
    print(
      `${type.plural}   ${type.short.join(",")}   ${groupVersion(type)}   ${type.namespaced}   ${type.kind}`,
    );
}

/** `kubectl api-versions`. */
export async function apiVersions({ api }: Call): Promise<void> {
  await api.get("/apis");
  print([...new Set(resourceTypes.map(groupVersion))].sort().join("\n"));
}
