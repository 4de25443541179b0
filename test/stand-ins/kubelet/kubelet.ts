import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { hostname } from "node:os";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { schemaOf } from "../../../src/kubernetes/schemas/schema-of.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { FlagError, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { type Fields, isFields, type Json, textAt } from "../core/json.ts";
import { print, warn } from "../core/print.ts";
import { parseRelease } from "../core/release.ts";
import { containerdImages } from "../kubeadm/host.ts";
import { ensureIdentity } from "./bootstrap.ts";
import { runComponentHealth } from "./component-health.ts";
import { kubeletFlags } from "./flags.ts";
import { keepNode } from "./keep-node.ts";
import { StaticPods } from "./static-pods.ts";

/** What the kubelet was started with. */
export interface KubeletSettings {
  readonly version: string;
  readonly name: string;
  readonly nodeIps: readonly string[];
  readonly socket: string;
  readonly labels: Fields;
  readonly taints: Json;
  readonly manifests: string;
  readonly kubeconfig: string;
  readonly bootstrap: string;
  readonly registers: boolean;
  readonly configuration: Fields;
}

/** Plays the kubelet: registers the node, keeps its status, and runs static pods. */
export async function kubelet(version: string, argv: readonly string[]): Promise<void> {
  const flags = readFlags(version, argv);
  if (flags.given.includes("version")) return print(`Kubernetes v${version}`);
  const settings = settingsOf(version, flags);
  await faultPoint(
    "kubelet",
    "start",
    'E kubelet.go:1540] "Failed to start ContainerManager" err="failed to initialize top level QOS containers: root container [kubepods] doesn\'t exist"',
  );
  if ((await containerdImages(settings.socket)) === null) {
    throw new Exit(
      1,
      `E run.go:72] "command failed" err="failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(settings.socket)}: rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing: dial unix ${settings.socket.replace("unix://", "")}: connect: no such file or directory\\""`,
    );
  }
  warn(`I server.go:530] "Kubelet version" kubeletVersion="v${version}"`);
  const pods = new StaticPods(settings);
  process.on("SIGTERM", () => process.exit(0));
  createServer((request, response) => response.writeHead(request.url === "/healthz" ? 200 : 404).end("ok"))
    .on("error", (error) => warn(`E server.go:170] "Failed to listen and serve" err="${error.message}"`))
    .listen(10_248, "127.0.0.1");
  runComponentHealth(pods);
  void pods.watch();
  for (;;) {
    const access = await ensureIdentity(settings).catch((error: unknown) => {
      if (error instanceof Exit) throw error;
      warn(
        `E certificate_manager.go:562] "Failed while requesting a signed certificate from the control plane" err="${String(error)}"`,
      );
      return null;
    });
    if (access !== null) return keepNode(settings, access, pods);
    await sleep(500);
  }
}

function readFlags(version: string, argv: readonly string[]): ParsedFlags {
  try {
    const flags = parseFlags(argv, kubeletFlags(parseRelease(version)?.minor ?? 0));
    const [unknown] = flags.operands;
    if (unknown !== undefined)
      throw new Exit(1, `E run.go:72] "command failed" err="unknown command: ${unknown}"`);
    return flags;
  } catch (error) {
    if (error instanceof FlagError)
      throw new Exit(1, `E run.go:72] "command failed" err="failed to parse kubelet flag: ${error.message}"`);
    throw error;
  }
}

function settingsOf(version: string, flags: ParsedFlags): KubeletSettings {
  const path = flags.text("config");
  const configuration = path === undefined ? {} : readConfiguration(path);
  const given = (name: string, field: string): string => flags.text(name) || textAt(configuration, field);
  const pairs = (flags.text("node-labels") ?? "").split(",").filter((pair) => pair !== "");
  const forbidden = pairs
    .map((pair) => pair.split("=")[0] ?? "")
    .filter(
      (name) =>
        /(^|\.)kubernetes\.io\//.test(name) &&
        !/^(node\.kubernetes\.io|kubelet\.kubernetes\.io|topology\.kubernetes\.io)\//.test(
          name.replace(/^[\w-]+\.(?=(node|kubelet)\.kubernetes)/, ""),
        ),
    );
  if (forbidden.length > 0)
    throw new Exit(
      1,
      `E run.go:72] "command failed" err="failed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [${forbidden.join(" ")}]"`,
    );
  return {
    version,
    name: flags.text("hostname-override") ?? hostname().toLowerCase(),
    nodeIps: (flags.text("node-ip") ?? "").split(",").filter((ip) => ip !== ""),
    socket:
      given("container-runtime-endpoint", "containerRuntimeEndpoint") ||
      "unix:///run/containerd/containerd.sock",
    labels: Object.fromEntries(pairs.map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""])),
    taints: taintsOf(flags.text("register-with-taints")) ?? configuration.registerWithTaints ?? [],
    manifests: given("pod-manifest-path", "staticPodPath"),
    kubeconfig: flags.text("kubeconfig") ?? "",
    bootstrap: flags.text("bootstrap-kubeconfig") ?? "",
    registers: flags.text("register-node") !== "false",
    configuration,
  };
}

/** "key=value:Effect,key:Effect" of the flag, which goes before the configuration's. */
function taintsOf(text: string | undefined): Fields[] | null {
  if (text === undefined) return null;
  return text.split(",").map((taint) => {
    const [, key = "", value, effect = ""] =
      /^([\w./-]+)(?:=([\w.-]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(taint) ?? [];
    if (key === "")
      throw new Exit(
        1,
        `E run.go:72] "command failed" err="failed to parse kubelet flag: invalid argument ${taint} for --register-with-taints: invalid taint spec"`,
      );
    return { key, ...(value === undefined ? {} : { value }), effect };
  });
}

function readConfiguration(path: string): Fields {
  const fail = (cause: string): Exit =>
    new Exit(
      1,
      `E run.go:72] "command failed" err="failed to load kubelet config file, path: ${path}, error: failed to load Kubelet config file ${path}, error ${cause}"`,
    );
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw fail(
      `failed to read kubelet config file ${JSON.stringify(path)}, error: open ${path}: no such file or directory`,
    );
  }
  const value: Json = parse(text);
  const schema = schemaOf("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration");
  if (!isFields(value) || schema === null) throw fail("couldn't get version/kind; json parse error");
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  if (!ajv.validate(schema, value))
    throw fail(`failed to decode: strict decoding error: ${ajv.errorsText()}`);
  return value;
}
