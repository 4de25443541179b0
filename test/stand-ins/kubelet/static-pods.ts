import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { sleep } from "../core/duration.ts";
import { type Fields, isFields, type Json, listAt, parseJson, textAt } from "../core/json.ts";
import { warn } from "../core/print.ts";
import { containerdImages } from "../kubeadm/host.ts";
import type { KubeletSettings } from "./kubelet.ts";
import { processOf, type StaticProcess } from "./static-process.ts";
import { isAlive, startUnit, stopUnit } from "./static-units.ts";

/** A static pod that this kubelet knows. */
export interface StaticPod {
  readonly name: string;
  readonly text: string;
  readonly manifest: Fields;
  readonly uid: string;
  /** Null where no process is needed. */
  readonly process: StaticProcess | null;
  /** Of its process; 0 where there is none, or where it had ended before it was looked at. */
  pid: number;
  startedAt: number;
  restarts: number;
  /** Why it does not run; "" where it runs. */
  waiting: string;
}

/** Where crictl finds what runs. */
export const runningFile = "/run/lab-stand-ins/static-pods.json";

/** Runs the static pods of the manifest folder: each as a process, as long as its manifest is there and the same. */
export class StaticPods {
  private readonly pods = new Map<string, StaticPod>();
  private readonly settings: KubeletSettings;
  private reported = "";

  constructor(settings: KubeletSettings) {
    this.settings = settings;
  }

  all(): readonly StaticPod[] {
    return [...this.pods.values()];
  }

  isRunning(name: string): boolean {
    const pod = this.pods.get(name);
    return pod !== undefined && pod.waiting === "";
  }

  /** Looks at the folder again and again, for as long as the kubelet runs. */
  async watch(): Promise<void> {
    for (;;) {
      await this.look().catch((error: unknown) => warn(`E static pods: ${String(error)}`));
      await sleep(200);
    }
  }

  private async look(): Promise<void> {
    const found = this.manifests();
    for (const pod of this.all()) {
      if (found.get(pod.name)?.text === pod.text) continue;
      warn(`I kubelet.go:2400] "SyncLoop REMOVE" pod="kube-system/${pod.name}-${this.settings.name}"`);
      await end(pod);
      this.pods.delete(pod.name);
    }
    const before = this.pods.size === 0 ? runningBefore() : new Map<string, Life>();
    for (const [name, { text, manifest }] of found) {
      const uid = createHash("md5").update(text).digest("hex");
      if (!this.pods.has(name))
        this.pods.set(name, {
          name,
          text,
          manifest,
          uid,
          process: processOf(manifest),
          ...(before.get(uid) ?? { pid: 0, startedAt: 0, restarts: 0, waiting: "ContainerCreating" }),
        });
    }
    for (const pod of this.all()) await this.keepRunning(pod);
    this.report();
  }

  private async keepRunning(pod: StaticPod): Promise<void> {
    if (pod.waiting === "") {
      if (pod.process === null || isAlive(pod.pid)) return;
      pod.waiting = "CrashLoopBackOff";
      warn(
        `I kubelet.go:2453] "SyncLoop (PLEG): container died" pod="kube-system/${pod.name}-${this.settings.name}"`,
      );
    }
    const backOff = Math.min(5000, 500 * 2 ** Math.min(pod.restarts, 4));
    if (pod.startedAt !== 0 && Date.now() - pod.startedAt < backOff) return;
    if (!(await this.hasImage(pod))) return;
    if (pod.startedAt !== 0) pod.restarts += 1;
    pod.startedAt = Date.now();
    if (pod.process !== null) pod.pid = await startUnit(unitOf(pod), pod.process);
    pod.waiting = "";
  }

  private async hasImage(pod: StaticPod): Promise<boolean> {
    const image = textAt(pod.manifest, "spec", "containers", 0, "image");
    const images = await containerdImages(this.settings.socket);
    if (images?.has(image)) return true;
    if (pod.waiting !== "ErrImagePull")
      warn(
        `E kuberuntime_image.go:42] "Failed to pull image" err="failed to resolve reference ${JSON.stringify(image)}: dial tcp: no such host" image="${image}"`,
      );
    pod.waiting = "ErrImagePull";
    pod.startedAt = Date.now();
    return false;
  }

  private manifests(): Map<string, { readonly text: string; readonly manifest: Fields }> {
    const folder = this.settings.manifests;
    const found = new Map<string, { text: string; manifest: Fields }>();
    if (folder === "" || !existsSync(folder)) return found;
    for (const file of readdirSync(folder).filter(
      (name) => /\.(ya?ml|json)$/.test(name) && !name.startsWith("."),
    )) {
      try {
        const text = readFileSync(`${folder}/${file}`, "utf8");
        const manifest: Json = parse(text);
        if (isFields(manifest) && textAt(manifest, "kind") === "Pod")
          found.set(textAt(manifest, "metadata", "name"), { text, manifest });
      } catch {
        // A file that is being written is looked at again.
      }
    }
    return found;
  }

  private report(): void {
    mkdirSync("/run/lab-stand-ins", { recursive: true });
    const shown = this.all().map((pod) => ({
      name: pod.name,
      node: this.settings.name,
      uid: pod.uid,
      namespace: textAt(pod.manifest, "metadata", "namespace") || "default",
      labels: pod.manifest.metadata ?? null,
      containers: listAt(pod.manifest, "spec", "containers").map((one) => ({
        name: textAt(one, "name"),
        image: textAt(one, "image"),
      })),
      running: pod.waiting === "",
      waiting: pod.waiting,
      restarts: pod.restarts,
      pid: pod.pid,
      startedAt: pod.startedAt,
    }));
    const text = JSON.stringify(shown);
    if (text !== this.reported) writeFileSync(runningFile, text);
    this.reported = text;
  }
}

async function end(pod: StaticPod): Promise<void> {
  if (pod.process !== null) await stopUnit(unitOf(pod));
}

function unitOf(pod: StaticPod): string {
  return `lab-static-${pod.name}-${pod.uid.slice(0, 8)}.service`;
}

type Life = Pick<StaticPod, "pid" | "startedAt" | "restarts" | "waiting">;

/** What an earlier kubelet of this boot left running, by uid. */
function runningBefore(): Map<string, Life> {
  try {
    const pods = listAt({ pods: parseJson(readFileSync(runningFile, "utf8")) }, "pods");
    return new Map(
      pods.map((pod) => [
        textAt(pod, "uid"),
        {
          pid: Number(textAt(pod, "pid")),
          startedAt: Number(textAt(pod, "startedAt")),
          restarts: Number(textAt(pod, "restarts")),
          waiting: textAt(pod, "waiting"),
        },
      ]),
    );
  } catch {
    return new Map();
  }
}
