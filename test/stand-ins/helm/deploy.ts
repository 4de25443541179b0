import { stringify } from "yaml";
import { mergePatch } from "../apiserver/patch.ts";
import {
  collectionPath,
  groupVersion,
  type ResourceType,
  resourceTypes,
} from "../apiserver/resource-types.ts";
import type { ApiClient } from "../core/api-client.ts";
import { parseDuration, sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { type Fields, fieldsAt, isFields, type Json, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { readChart, renderChart } from "./chart.ts";
import type { Call } from "./helm.ts";
import { keepRevision, lastRevision } from "./releases.ts";
import { valuesOf } from "./values.ts";

/** `helm upgrade [--install] NAME CHART` and `helm install NAME CHART`. */
export async function deploy(call: Call): Promise<void> {
  const { api, namespace, flags } = call;
  const [name, path] = call.operands;
  if (name === undefined || path === undefined)
    throw new Exit(1, `Error: "helm ${call.command}" requires 2 arguments`);
  const chart = readChart(path);
  const wanted = flags.text("version");
  if (wanted !== undefined && wanted !== chart.version)
    throw new Exit(
      1,
      `Error: chart ${JSON.stringify(chart.name)} version ${JSON.stringify(wanted)} not found`,
    );
  const before = await lastRevision(api, namespace, name);
  if (before === null && call.command === "upgrade" && !flags.isSet("install"))
    throw new Exit(1, `Error: UPGRADE FAILED: ${JSON.stringify(name)} has no deployed releases`);
  if (before !== null && call.command === "install")
    throw new Exit(1, "Error: INSTALLATION FAILED: cannot re-use a name that is still in use");
  const given = valuesOf(flags);
  const keeps = (flags.isSet("reuse-values") || flags.isSet("reset-then-reuse-values")) && before !== null;
  const config = keeps ? mergePatch(fieldsAt(before, "config"), given) : given;
  const merged = mergePatch(chart.values, config);
  const objects = renderChart(chart, isFields(merged) ? merged : {}, {
    Name: name,
    Namespace: namespace,
    Service: "Helm",
  });
  await ensureNamespace(call);
  const release = releaseOf(call, {
    name,
    before,
    config,
    chart,
    manifest: objects.map((object) => `---\n${stringify(object)}`).join(""),
  });
  if (flags.given.includes("dry-run")) return print(textAt(release, "manifest"));
  await keepRevision(api, {
    ...release,
    info: { ...fieldsAt(release, "info"), status: before === null ? "pending-install" : "pending-upgrade" },
  });
  for (const object of objects) await putObject(api, namespace, object);
  await faultPoint("helm", call.command, `Error: UPGRADE FAILED: context deadline exceeded`);
  if (flags.isSet("wait") || flags.isSet("atomic")) await waitForAll(call, objects);
  if (before !== null)
    await keepRevision(api, { ...before, info: { ...fieldsAt(before, "info"), status: "superseded" } });
  await keepRevision(api, release);
  show(call, release, before === null);
}

interface Deployed {
  readonly name: string;
  readonly before: Fields | null;
  readonly config: Json;
  readonly chart: ReturnType<typeof readChart>;
  readonly manifest: string;
}

function releaseOf({ namespace, flags }: Call, { name, before, config, chart, manifest }: Deployed): Fields {
  const now = new Date().toISOString();
  const description =
    flags.text("description") ?? (before === null ? "Install complete" : "Upgrade complete");
  return {
    name,
    info: {
      first_deployed: textAt(before, "info", "first_deployed") || now,
      last_deployed: now,
      deleted: "",
      description,
      status: "deployed",
    },
    chart: {
      metadata: { name: chart.name, version: chart.version, appVersion: chart.appVersion },
      values: chart.values,
    },
    config,
    manifest,
    version: Number(textAt(before, "version") || "0") + 1,
    namespace,
  };
}

async function ensureNamespace({ api, namespace, flags }: Call): Promise<void> {
  if ((await api.find(`/api/v1/namespaces/${namespace}`)) !== null) return;
  if (!flags.isSet("create-namespace"))
    throw new Exit(1, `Error: create: failed to create: namespaces ${JSON.stringify(namespace)} not found`);
  await api.call("POST", "/api/v1/namespaces", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace },
  });
}

function typeOf(object: Fields): ResourceType {
  const found = resourceTypes.find(
    (type) => type.kind === textAt(object, "kind") && groupVersion(type) === textAt(object, "apiVersion"),
  );
  if (found === undefined)
    throw new Exit(
      1,
      `Error: unable to build kubernetes objects from release manifest: resource mapping not found: no matches for kind ${JSON.stringify(textAt(object, "kind"))} in version ${JSON.stringify(textAt(object, "apiVersion"))}`,
    );
  return found;
}

async function putObject(api: ApiClient, namespace: string, object: Fields): Promise<void> {
  const type = typeOf(object);
  const inside = textAt(object, "metadata", "namespace") || namespace;
  await api.put(collectionPath(type, inside), object);
}

/** Takes a release's objects away. */
export async function removeObjects(
  api: ApiClient,
  namespace: string,
  objects: readonly Fields[],
): Promise<void> {
  for (const object of [...objects].reverse()) {
    const path = `${collectionPath(typeOf(object), textAt(object, "metadata", "namespace") || namespace)}/${textAt(object, "metadata", "name")}`;
    if ((await api.find(path)) !== null) await api.call("DELETE", path);
  }
}

async function waitForAll({ api, namespace, flags }: Call, objects: readonly Fields[]): Promise<void> {
  const deadline = Date.now() + (parseDuration(flags.text("timeout") ?? "5m0s") ?? 300_000);
  for (const object of objects.filter((one) => /^(DaemonSet|Deployment)$/.test(textAt(one, "kind")))) {
    const path = `${collectionPath(typeOf(object), textAt(object, "metadata", "namespace") || namespace)}/${textAt(object, "metadata", "name")}`;
    while (!isAvailable(await api.get(path))) {
      if (Date.now() > deadline) throw new Exit(1, "Error: UPGRADE FAILED: context deadline exceeded");
      await sleep(300);
    }
  }
}

/** Whether a DaemonSet or Deployment has all that it wants. */
export function isAvailable(object: Fields): boolean {
  const number = (...path: string[]): number => Number(textAt(object, ...path) || "0");
  if (textAt(object, "kind") === "DaemonSet")
    return (
      number("status", "observedGeneration") > 0 &&
      number("status", "numberReady") >= number("status", "desiredNumberScheduled")
    );
  return number("status", "availableReplicas") >= Number(textAt(object, "spec", "replicas") || "1");
}

function show(call: Call, release: Fields, isNew: boolean): void {
  if (call.flags.text("output") === "json") {
    print(JSON.stringify(release));
    return;
  }
  const name = textAt(release, "name");
  print(
    isNew
      ? `Release "${name}" does not exist. Installing it now.`
      : `Release "${name}" has been upgraded. Happy Helming!`,
  );
  print(
    `NAME: ${name}\nLAST DEPLOYED: ${textAt(release, "info", "last_deployed")}\nNAMESPACE: ${textAt(release, "namespace")}\nSTATUS: deployed\nREVISION: ${textAt(release, "version")}\nTEST SUITE: None`,
  );
}
