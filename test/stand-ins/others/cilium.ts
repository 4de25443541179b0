import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { ApiClient, ApiConnectionError } from "../core/api-client.ts";
import { parseDuration, sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { FlagError, type FlagSet, flagSets, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { type Fields, textAt } from "../core/json.ts";
import { readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";

const globalFlags: FlagSet = {
  flags: {
    context: "text",
    "helm-release-name": "text",
    kubeconfig: "text",
    namespace: "text",
    as: "text",
    "as-group": "texts",
  },
  short: { n: "namespace" },
};
const commands: Readonly<Record<string, FlagSet>> = {
  status: {
    flags: {
      wait: "flag",
      "wait-duration": "duration",
      output: "text",
      "ignore-warnings": "flag",
      interactive: "flag",
      verbose: "flag",
      "worker-count": "number",
    },
    short: { o: "output" },
  },
  version: { flags: { client: "flag" } },
};

const parts = [
  ["cilium", "daemonsets", "DaemonSet"],
  ["cilium-envoy", "daemonsets", "DaemonSet"],
  ["cilium-operator", "deployments", "Deployment"],
  ["hubble-relay", "deployments", "Deployment"],
  ["hubble-ui", "deployments", "Deployment"],
] as const;

/** Plays Cilium's command-line program: version and status. */
export async function cilium(version: string, argv: readonly string[]): Promise<void> {
  const command = argv.find((word) => !word.startsWith("-") && Object.hasOwn(commands, word));
  if (command === undefined)
    throw new Exit(1, `Error: unknown command ${JSON.stringify(argv[0] ?? "")} for "cilium"`);
  const flags = read(
    [...argv.slice(0, argv.indexOf(command)), ...argv.slice(argv.indexOf(command) + 1)],
    flagSets(globalFlags, commands[command] ?? { flags: {} }),
  );
  if (command === "version")
    return print(
      `cilium-cli: v${version} compiled with go1.24.4 on linux/amd64\ncilium image (default): v1.18.2`,
    );
  await faultPoint(
    "cilium",
    "status",
    "Error: Unable to determine status: timeout while waiting for status to become successful: context deadline exceeded",
  );
  const deadline = Date.now() + (parseDuration(flags.text("wait-duration") ?? "5m") ?? 300_000);
  for (;;) {
    const state = await stateOf(flags);
    const errors = errorsIn(state);
    const isDone = Object.keys(errors).length === 0;
    if (isDone || !flags.isSet("wait") || Date.now() > deadline) {
      show(flags, state, errors);
      if (!isDone)
        throw new Exit(
          1,
          "Error: Unable to determine status: timeout while waiting for status to become successful: context deadline exceeded",
        );
      return;
    }
    await sleep(500);
  }
}

async function stateOf(flags: ParsedFlags): Promise<Fields> {
  const path = flags.text("kubeconfig") ?? process.env.KUBECONFIG ?? `${homedir()}/.kube/config`;
  if (!existsSync(path))
    throw new Exit(
      1,
      "Error: unable to create Kubernetes client: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    );
  const api = new ApiClient(readAccess(path, flags.text("context")), 10_000);
  const namespace = flags.text("namespace") ?? "kube-system";
  const state: Fields = {};
  for (const [name, plural, kind] of parts) {
    const found = await api
      .find(`/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`)
      .catch((error: unknown) => {
        if (error instanceof ApiConnectionError)
          throw new Exit(1, `Error: Unable to determine status: ${error.message}`);
        throw error;
      });
    if (found !== null) state[name] = countsOf(found, kind);
    else if (name === "cilium" || name === "cilium-operator")
      state[name] = { Type: kind, Desired: 0, Ready: 0, Available: 0, Unavailable: 1 };
  }
  return state;
}

function countsOf(object: Fields, kind: "DaemonSet" | "Deployment"): Fields {
  const number = (...path: string[]): number => Number(textAt(object, ...path) || "0");
  const isDaemon = kind === "DaemonSet";
  const desired = isDaemon ? number("status", "desiredNumberScheduled") : number("spec", "replicas");
  const ready = isDaemon ? number("status", "numberReady") : number("status", "readyReplicas");
  return {
    Type: kind,
    Desired: desired,
    Ready: ready,
    Available: ready,
    Unavailable: Math.max(0, desired - ready),
  };
}

function errorsIn(state: Fields): Fields {
  const sick = Object.entries(state).filter(([, counts]) => textAt(counts, "Unavailable") !== "0");
  return Object.fromEntries(
    sick.map(([name, counts]) => [
      name,
      {
        [name]: {
          Errors: [
            `${textAt(counts, "Unavailable")} pods of ${textAt(counts, "Type")} ${name} are not ready`,
          ],
          Warnings: null,
          Disabled: false,
        },
      },
    ]),
  );
}

function show(flags: ParsedFlags, state: Fields, errors: Fields): void {
  const format = flags.text("output") ?? "summary";
  if (format === "json") {
    print(JSON.stringify({ pod_state: state, errors }));
    return;
  }
  for (const [name, counts] of Object.entries(state))
    print(
      `${textAt(counts, "Type")}   ${name}   Desired: ${textAt(counts, "Desired")}, Ready: ${textAt(counts, "Ready")}/${textAt(counts, "Desired")}, Available: ${textAt(counts, "Available")}/${textAt(counts, "Desired")}`,
    );
}

function read(argv: readonly string[], set: FlagSet): ParsedFlags {
  try {
    return parseFlags(argv, set);
  } catch (error) {
    if (error instanceof FlagError) throw new Exit(1, `Error: ${error.message}`);
    throw error;
  }
}
