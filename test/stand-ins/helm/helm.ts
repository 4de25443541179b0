import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { parseAllDocuments, stringify } from "yaml";
import { mergePatch } from "../apiserver/patch.ts";
import { ApiClient, ApiConnectionError, ApiError } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { FlagError, flagSets, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { type Fields, fieldsAt, isFields, type Json, textAt } from "../core/json.ts";
import { type Access, readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { readChart, renderChart } from "./chart.ts";
import { deploy, removeObjects } from "./deploy.ts";
import { globalFlags, helmFlags } from "./flags.ts";
import { allRevisions, forgetRevision, lastRevision } from "./releases.ts";
import { valuesOf } from "./values.ts";

/** A call of a helm command. */
export interface Call {
  readonly version: string;
  readonly command: string;
  readonly flags: ParsedFlags;
  readonly operands: readonly string[];
  readonly api: ApiClient;
  readonly namespace: string;
}

const commands: Readonly<Record<string, (call: Call) => Promise<void> | void>> = {
  version: ({ version, flags }) =>
    print(
      flags.isSet("short")
        ? `v${version}+g0000000`
        : `version.BuildInfo{Version:"v${version}", GitCommit:"${"0".repeat(40)}", GitTreeState:"clean", GoVersion:"go1.24.4"}`,
    ),
  upgrade: deploy,
  install: deploy,
  list,
  status,
  history,
  "get values": getValues,
  "get manifest": async (call) => print(textAt(await required(call), "manifest")),
  "get metadata": getMetadata,
  "show chart": ({ operands }) => print(readChart(operands[0] ?? "").text.trimEnd()),
  "show values": ({ operands }) => print(readChart(operands[0] ?? "").valuesText.trimEnd()),
  template,
  uninstall,
};

/** Plays helm. */
export async function helm(version: string, argv: readonly string[]): Promise<void> {
  try {
    await run(version, argv);
  } catch (error) {
    if (error instanceof FlagError) throw new Exit(1, `Error: ${error.message}`);
    if (error instanceof ApiConnectionError)
      throw new Exit(1, `Error: Kubernetes cluster unreachable: ${error.message}`);
    if (error instanceof ApiError) throw new Exit(1, `Error: ${error.message}`);
    throw error;
  }
}

async function run(version: string, argv: readonly string[]): Promise<void> {
  const everything = flagSets(globalFlags, ...Object.values(helmFlags));
  const words = argv.includes("--help") || argv.includes("-h") ? [] : parseFlags(argv, everything).operands;
  if (words.length === 0)
    return print(
      `helm: a stand-in for tests of lab, not Helm itself.\n${Object.keys(commands)
        .map((name) => `  ${name}`)
        .join("\n")}`,
    );
  const aliases: Readonly<Record<string, string>> = {
    ls: "list",
    delete: "uninstall",
    un: "uninstall",
    hist: "history",
  };
  const first = aliases[words[0] ?? ""] ?? words[0] ?? "";
  const name = [`${first} ${words[1] ?? ""}`, first].find((one) => Object.hasOwn(commands, one));
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || command === undefined)
    throw new Exit(
      1,
      `Error: unknown command ${JSON.stringify(first)} for "helm"\nRun 'helm --help' for usage.`,
    );
  const flags = parseFlags(argv, flagSets(globalFlags, helmFlags[name] ?? { flags: {} }));
  const operands = flags.operands.slice(name.split(" ").length);
  const namespace = flags.text("namespace") ?? process.env.HELM_NAMESPACE ?? "default";
  await command({
    version,
    command: name,
    flags,
    operands,
    api: new ApiClient(accessOf(flags), 30_000),
    namespace,
  });
}

function accessOf(flags: ParsedFlags): Access {
  const path = flags.text("kubeconfig") || process.env.KUBECONFIG || `${homedir()}/.kube/config`;
  const none: Access = {
    server: "http://localhost:8080",
    ca: undefined,
    cert: undefined,
    key: undefined,
    token: undefined,
  };
  const access = existsSync(path) ? readAccess(path, flags.text("kube-context")) : none;
  return { ...access, server: flags.text("kube-apiserver") ?? access.server };
}

async function required({ api, namespace, operands, command }: Call): Promise<Fields> {
  const name = operands[0];
  if (name === undefined) throw new Exit(1, `Error: "helm ${command}" requires 1 argument`);
  const found = await lastRevision(api, namespace, name);
  if (found === null) throw new Exit(1, "Error: release: not found");
  return found;
}

function chartName(release: Fields): string {
  return `${textAt(release, "chart", "metadata", "name")}-${textAt(release, "chart", "metadata", "version")}`;
}

async function list({ api, namespace, flags }: Call): Promise<void> {
  const all = await allRevisions(api, flags.isSet("all-namespaces") ? null : namespace);
  const last = new Map(
    all.map((release) => [`${textAt(release, "namespace")}/${textAt(release, "name")}`, release]),
  );
  const filter = new RegExp(flags.text("filter") ?? "");
  const isPendingShown = flags.isSet("all") || flags.isSet("pending");
  const shown = [...last.values()].filter(
    (release) =>
      filter.test(textAt(release, "name")) &&
      (isPendingShown || !textAt(release, "info", "status").startsWith("pending")),
  );
  const rows = shown.map((release) => ({
    name: textAt(release, "name"),
    namespace: textAt(release, "namespace"),
    revision: textAt(release, "version"),
    updated: textAt(release, "info", "last_deployed").replace("T", " ").replace("Z", "000000 +0000 UTC"),
    status: textAt(release, "info", "status"),
    chart: chartName(release),
    app_version: textAt(release, "chart", "metadata", "appVersion"),
  }));
  output(flags, rows, () => {
    print("NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION");
    for (const row of rows) print(Object.values(row).join("\t"));
  });
}

async function status(call: Call): Promise<void> {
  const release = await required(call);
  output(call.flags, release, () =>
    print(
      `NAME: ${textAt(release, "name")}\nNAMESPACE: ${textAt(release, "namespace")}\nSTATUS: ${textAt(release, "info", "status")}\nREVISION: ${textAt(release, "version")}`,
    ),
  );
}

async function history(call: Call): Promise<void> {
  const { name } = await required(call);
  const rows = (await allRevisions(call.api, call.namespace))
    .filter((release) => release.name === name)
    .map((release) => ({
      revision: Number(textAt(release, "version")),
      updated: textAt(release, "info", "last_deployed"),
      status: textAt(release, "info", "status"),
      chart: chartName(release),
      app_version: textAt(release, "chart", "metadata", "appVersion"),
      description: textAt(release, "info", "description"),
    }));
  output(call.flags, rows, () => rows.forEach((row) => void print(Object.values(row).join("\t"))));
}

async function getValues(call: Call): Promise<void> {
  const release = await required(call);
  const own = fieldsAt(release, "config");
  const shown = call.flags.isSet("all")
    ? mergePatch(fieldsAt(release, "chart", "values"), own)
    : Object.keys(own).length === 0
      ? null
      : own;
  output(call.flags, shown, () => print(`USER-SUPPLIED VALUES:\n${stringify(shown).trimEnd()}`));
}

async function getMetadata(call: Call): Promise<void> {
  const release = await required(call);
  const metadata = {
    name: textAt(release, "name"),
    chart: textAt(release, "chart", "metadata", "name"),
    version: textAt(release, "chart", "metadata", "version"),
    appVersion: textAt(release, "chart", "metadata", "appVersion"),
    namespace: textAt(release, "namespace"),
    revision: Number(textAt(release, "version")),
    status: textAt(release, "info", "status"),
    deployedAt: textAt(release, "info", "last_deployed"),
  };
  output(call.flags, metadata, () =>
    Object.entries(metadata).forEach(([name, value]) => void print(`${name.toUpperCase()}: ${value}`)),
  );
}

function template({ operands, namespace, flags }: Call): void {
  const [name = "release-name", path = operands[0] ?? ""] = operands;
  const chart = readChart(path);
  const values = mergePatch(chart.values, valuesOf(flags));
  for (const object of renderChart(chart, isFields(values) ? values : {}, {
    Name: name,
    Namespace: namespace,
    Service: "Helm",
  }))
    print(`---\n${stringify(object).trimEnd()}`);
}

async function uninstall(call: Call): Promise<void> {
  const { api, namespace, flags } = call;
  for (const name of call.operands) {
    const release = await lastRevision(api, namespace, name);
    if (release === null) {
      if (flags.isSet("ignore-not-found")) continue;
      throw new Exit(1, `Error: uninstall: Release not loaded: ${name}: release: not found`);
    }
    const objects = parseAllDocuments(textAt(release, "manifest")).flatMap((document) => {
      const object: Json = document.toJS() ?? null;
      return isFields(object) ? [object] : [];
    });
    await removeObjects(api, namespace, objects);
    for (const revision of await allRevisions(api, namespace))
      if (revision.name === name) await forgetRevision(api, revision);
    print(`release "${name}" uninstalled`);
  }
}

function output(flags: ParsedFlags, value: Json, plain: () => void): void {
  const format = flags.text("output") ?? "table";
  if (format === "json") print(JSON.stringify(value));
  else if (format === "yaml") print(stringify(value).trimEnd());
  else if (format === "table") plain();
  else
    throw new Exit(
      1,
      `Error: invalid argument ${JSON.stringify(format)} for "-o, --output" flag: invalid format type`,
    );
}
