import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { ApiClient, ApiConnectionError, ApiError } from "../core/api-client.ts";
import { parseDuration } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { FlagError, flagSets, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { type Access, readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { globalFlags, kubectlFlags } from "./flags.ts";

/** A call of a kubectl command. */
export interface Call {
  readonly version: string;
  readonly command: string;
  readonly flags: ParsedFlags;
  readonly operands: readonly string[];
  readonly api: ApiClient;
  /** The namespace of namespaced things; null for all namespaces. */
  readonly namespace: string | null;
}

type Run = (call: Call) => Promise<void>;

const commands: Readonly<Record<string, () => Promise<Run>>> = {
  get: async () => (await import("./get.ts")).get,
  describe: async () => (await import("./get.ts")).describe,
  apply: async () => (await import("./apply.ts")).apply,
  create: async () => (await import("./apply.ts")).create,
  replace: async () => (await import("./apply.ts")).replace,
  delete: async () => (await import("./delete.ts")).deleteThings,
  label: async () => (await import("./edit.ts")).label,
  annotate: async () => (await import("./edit.ts")).annotate,
  taint: async () => (await import("./edit.ts")).taint,
  patch: async () => (await import("./edit.ts")).patch,
  scale: async () => (await import("./edit.ts")).scale,
  cordon: async () => (await import("./drain.ts")).cordon,
  uncordon: async () => (await import("./drain.ts")).uncordon,
  drain: async () => (await import("./drain.ts")).drain,
  wait: async () => (await import("./wait.ts")).wait,
  rollout: async () => (await import("./wait.ts")).rollout,
  version: async () => (await import("./about.ts")).version,
  config: async () => (await import("./about.ts")).config,
  "cluster-info": async () => (await import("./about.ts")).clusterInfo,
  auth: async () => (await import("./about.ts")).auth,
  "api-resources": async () => (await import("./about.ts")).apiResources,
  "api-versions": async () => (await import("./about.ts")).apiVersions,
};

/** Plays kubectl. */
export async function kubectl(version: string, argv: readonly string[]): Promise<void> {
  try {
    await run(version, argv);
  } catch (error) {
    throw inWords(error);
  }
}

async function run(version: string, argv: readonly string[]): Promise<void> {
  const index = commandIndex(argv);
  const command = argv[index];
  if (command === undefined || argv.includes("--help") || argv.includes("-h")) {
    return print(
      `kubectl: a stand-in for tests of lab, not Kubernetes' own program.\n${Object.keys(commands)
        .map((name) => `  ${name}`)
        .join("\n")}`,
    );
  }
  const load = Object.hasOwn(commands, command) ? commands[command] : undefined;
  const own = kubectlFlags[command];
  if (load === undefined || own === undefined)
    throw new Exit(1, `error: unknown command ${JSON.stringify(command)} for "kubectl"`);
  const flags = readFlags(command, [...argv.slice(0, index), ...argv.slice(index + 1)]);
  await faultPoint("kubectl", command, `error: unable to ${command}: etcdserver: request timed out`);
  const api = new ApiClient(accessOf(flags), timeoutOf(flags.text("request-timeout")));
  const namespace = flags.isSet("all-namespaces") ? null : (flags.text("namespace") ?? "default");
  await (await load())({ version, command, flags, operands: flags.operands, api, namespace });
}

/** Global flags may stand before the command. */
function commandIndex(argv: readonly string[]): number {
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    if (!word.startsWith("-")) return index;
    const name = word.startsWith("--") ? word.slice(2) : (globalFlags.short?.[word.slice(1)] ?? "");
    const kind = globalFlags.flags[name];
    if (!word.includes("=") && kind !== undefined && kind !== "flag") index += 1;
  }
  return -1;
}

function readFlags(command: string, argv: readonly string[]): ParsedFlags {
  try {
    return parseFlags(argv, flagSets(globalFlags, kubectlFlags[command] ?? { flags: {} }));
  } catch (error) {
    if (error instanceof FlagError)
      throw new Exit(1, `error: ${error.message}\nSee 'kubectl ${command} --help' for usage.`);
    throw error;
  }
}

/** Milliseconds: a number alone is seconds; 0 is no limit, here an hour. */
function timeoutOf(text = "0"): number {
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (ms === null)
    throw new Exit(
      1,
      `error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
    );
  return ms === 0 ? 3_600_000 : ms;
}

/** Where the kubeconfig is: the flag, $KUBECONFIG, ~/.kube/config. */
export function kubeconfigPath(flags: ParsedFlags): string {
  return flags.text("kubeconfig") || process.env.KUBECONFIG || `${homedir()}/.kube/config`;
}

function accessOf(flags: ParsedFlags): Access {
  const path = kubeconfigPath(flags);
  const none: Access = {
    server: "http://localhost:8080",
    ca: undefined,
    cert: undefined,
    key: undefined,
    token: undefined,
  };
  if (!existsSync(path) && flags.text("kubeconfig") !== undefined)
    throw new Exit(1, `error: stat ${path}: no such file or directory`);
  const access = existsSync(path) ? readAccess(path, flags.text("context")) : none;
  const isInsecure = flags.isSet("insecure-skip-tls-verify");
  return {
    ...access,
    server: flags.text("server") ?? access.server,
    token: flags.text("token") ?? access.token,
    insecure: isInsecure || access.insecure,
    serverName: flags.text("tls-server-name") ?? access.serverName,
  };
}

function inWords(error: unknown): unknown {
  if (error instanceof ApiError) {
    const isServer = [
      "NotFound",
      "Forbidden",
      "Conflict",
      "AlreadyExists",
      "Invalid",
      "TooManyRequests",
      "BadRequest",
    ].includes(error.reason);
    if (error.status === 401) return new Exit(1, "error: You must be logged in to the server (Unauthorized)");
    return new Exit(
      1,
      isServer
        ? `Error from server (${error.reason}): ${error.message}`
        : `Error from server: ${error.message}`,
    );
  }
  if (error instanceof ApiConnectionError) {
    if (error.code === "ECONNREFUSED") {
      const host = /dial tcp (\S+):/.exec(error.message)?.[1] ?? "localhost:8080";
      return new Exit(
        1,
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
      );
    }
    return new Exit(1, `Unable to connect to the server: ${error.message.replace(/^\w+ "[^"]*": /, "")}`);
  }
  return error;
}
