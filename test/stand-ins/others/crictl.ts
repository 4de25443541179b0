import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { FlagError, type FlagSet, flagSets, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { type Json, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { containerdImages, onHost } from "../kubeadm/host.ts";
import { execInside, showContainers, showImages } from "./crictl-show.ts";

const globalFlags: FlagSet = {
  flags: {
    config: "text",
    debug: "flag",
    "image-endpoint": "text",
    "runtime-endpoint": "text",
    timeout: "text",
    version: "flag",
  },
  short: { c: "config", D: "debug", i: "image-endpoint", r: "runtime-endpoint", t: "timeout", v: "version" },
};

const listing: FlagSet = {
  flags: {
    output: "text",
    quiet: "flag",
    all: "flag",
    name: "text",
    label: "texts",
    state: "text",
    namespace: "text",
    pod: "text",
    latest: "flag",
    "no-trunc": "flag",
  },
  short: { o: "output", q: "quiet", a: "all", l: "latest" },
};

const commands: Readonly<Record<string, FlagSet>> = {
  info: { flags: { output: "text", quiet: "flag" }, short: { o: "output", q: "quiet" } },
  version: { flags: {} },
  images: {
    flags: { output: "text", quiet: "flag", verbose: "flag", digests: "flag", "no-trunc": "flag" },
    short: { o: "output", q: "quiet", v: "verbose" },
  },
  pull: { flags: { creds: "text", auth: "text" } },
  rmi: { flags: { all: "flag", prune: "flag" }, short: { a: "all", q: "prune" } },
  ps: listing,
  pods: listing,
  exec: {
    flags: { sync: "flag", tty: "flag", interactive: "flag", timeout: "number" },
    short: { s: "sync", t: "tty", i: "interactive" },
  },
  stopp: { flags: {} },
  rmp: { flags: { force: "flag", all: "flag" }, short: { f: "force", a: "all" } },
};

/** Plays crictl: what it tells of images and the runtime is containerd's own, containers are the kubelet's static pods. */
export async function crictl(version: string, argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv, globalFlags, true);
  if (flags.isSet("version")) return print(`crictl version v${version}`);
  const [command = "", ...rest] = flags.operands;
  const own = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (own === undefined) throw new Exit(1, `No help topic for ${JSON.stringify(command)}`);
  await faultPoint(
    "crictl",
    command,
    `FATA[0002] validate service connection: validate CRI v1 runtime API: rpc error: code = DeadlineExceeded`,
  );
  const endpoint = flags.text("runtime-endpoint") ?? configuredEndpoint(flags.text("config"));
  const images = await containerdImages(endpoint);
  if (images === null) {
    throw new Exit(
      1,
      `FATA[0000] validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(endpoint)}: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${endpoint.replace("unix://", "")}: connect: no such file or directory"`,
    );
  }
  await run(command, readFlags(rest, flagSets(own), command === "exec"), images, endpoint);
}

async function run(
  command: string,
  flags: ParsedFlags,
  images: ReadonlySet<string>,
  endpoint: string,
): Promise<void> {
  switch (command) {
    case "info":
      return print(JSON.stringify(await info(endpoint), null, 2));
    case "version":
      return print(
        "Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v1.6.20\nRuntimeApiVersion:  v1",
      );
    case "images":
      return showImages(flags, images);
    case "pull":
      for (const image of flags.operands) {
        if (!images.has(image))
          throw new Exit(
            1,
            `E log.go:32] "PullImage from image service failed" err="rpc error: code = Unavailable desc = failed to pull and unpack image ${JSON.stringify(image)}: no such host" image="${image}"`,
          );
        print(`Image is up to date for ${image}`);
      }
      return;
    case "rmi":
      for (const image of flags.operands) await onHost("ctr", ["-n", "k8s.io", "images", "rm", image]);
      return;
    case "exec":
      return execInside(flags.operands);
    case "ps":
    case "pods":
      return showContainers(flags, command === "pods");
    default:
      return;
  }
}

async function info(endpoint: string): Promise<Json> {
  const plugins = await onHost("ctr", ["-a", endpoint.replace("unix://", ""), "plugins", "ls"]);
  const isReady = /^io\.containerd\.(grpc\.v1 +cri|cri\.v1 +runtime) .* ok *$/m.test(plugins.stdout);
  const hasNetwork =
    existsSync("/etc/cni/net.d") &&
    readdirSync("/etc/cni/net.d").some((file) => /\.(conf|conflist|json)$/.test(file));
  const network = hasNetwork
    ? {}
    : {
        message: "Network plugin returns error: cni plugin not initialized",
        reason: "NetworkPluginNotReady",
      };
  if (!isReady)
    throw new Exit(
      1,
      `FATA[0000] validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(endpoint)}: rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService`,
    );
  return {
    status: {
      conditions: [
        { message: "", reason: "", status: true, type: "RuntimeReady" },
        { message: "", reason: "", status: hasNetwork, type: "NetworkReady", ...network },
      ],
    },
  };
}

function configuredEndpoint(path = "/etc/crictl.yaml"): string {
  const fallback = "unix:///run/containerd/containerd.sock";
  if (!existsSync(path)) return process.env.CONTAINER_RUNTIME_ENDPOINT ?? fallback;
  return textAt(parse(readFileSync(path, "utf8")), "runtime-endpoint") || fallback;
}

function readFlags(argv: readonly string[], set: FlagSet, stopsAtFirst: boolean): ParsedFlags {
  try {
    if (!stopsAtFirst) return parseFlags(argv, set);
    const own = argv.findIndex((word, index) => !word.startsWith("-") && !takesValue(argv[index - 1], set));
    const head = own < 0 ? argv : argv.slice(0, own);
    const parsed = parseFlags(head, set);
    return { ...parsed, operands: own < 0 ? [] : argv.slice(own) };
  } catch (error) {
    if (error instanceof FlagError)
      throw new Exit(
        1,
        `Incorrect Usage: flag provided but not defined: ${error.message.replace(/^unknown (shorthand )?flag: /, "")}`,
      );
    throw error;
  }
}

function takesValue(word: string | undefined, set: FlagSet): boolean {
  if (word === undefined || !word.startsWith("-") || word.includes("=")) return false;
  const name = word.startsWith("--") ? word.slice(2) : (set.short?.[word.slice(1)] ?? word.slice(1));
  const kind = set.flags[name];
  return kind !== undefined && kind !== "flag";
}
