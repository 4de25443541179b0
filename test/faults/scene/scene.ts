import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type RunningPlay, startRun } from "../../e2e/start-play.ts";
import { FaultHost } from "./fault-host.ts";
import { job, jobFolder } from "./job.ts";
import { type FaultProject, writeProject } from "./write-project.ts";

/** A run of lab to be started. */
export interface PlayRequest {
  /** Path of a playbook; the job where not given. */
  readonly playbook?: string;
  readonly hosts: readonly FaultHost[];
  /** By their own addresses instead of their relays, or by another inventory. */
  readonly inventory?: string;
  readonly flags?: readonly string[];
  /** Home of the user who runs lab; one who is impatient where not given. */
  readonly home?: string;
  /** A program with its arguments that starts lab in its turn. */
  readonly through?: readonly string[];
}

/** The hosts on which things go wrong, and the project that works on them. */
export class Scene {
  readonly hosts: readonly FaultHost[];
  readonly project: FaultProject;
  readonly #folder: string;
  #playbooks = 0;

  constructor(hosts: readonly FaultHost[], project: FaultProject, folder: string) {
    this.hosts = hosts;
    this.project = project;
    this.#folder = folder;
  }

  /** Starts `lab play`. Throws an Error when the playbook cannot be written. */
  play({ hosts, inventory = this.project.relayed, ...request }: PlayRequest): RunningPlay {
    const limit = hosts.map(({ name }) => name).join(":");
    const { playbook = join(this.#folder, job.playbook), flags = [], through = [] } = request;
    const { home = this.project.home } = request;
    const { folder } = this.project;
    return startRun(["play", playbook, "-i", inventory, "-l", limit, ...flags], { home, folder, through });
  }

  /** Starts `lab rollback` of the last run. */
  rollback(): RunningPlay {
    const { home, folder, relayed } = this.project;
    return startRun(["rollback", "-i", relayed], { home, folder });
  }

  /** Beside the playbook of the job. Returns its path. */
  async writePlaybook(plays: readonly object[]): Promise<string> {
    this.#playbooks += 1;
    const path = join(this.#folder, `playbook-${this.#playbooks}.yaml`);
    await writeFile(path, JSON.stringify(plays));
    return path;
  }

  /** Ends the links to the hosts, and removes the project. */
  async close(): Promise<void> {
    for (const { relay } of this.hosts) await relay.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Makes a scene of hosts that nobody has touched: they keep what they are before and after a run that nothing disturbs.
 * Cost: half a minute.
 */
export async function openScene(untouched: readonly SandboxHost[]): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "lab-faults-"));
  const hosts = untouched.map((host) => new FaultHost(host));
  try {
    await cp(jobFolder, folder, { recursive: true });
    await Promise.all(hosts.map((host) => host.prepare()));
    const scene = new Scene(hosts, await writeProject(folder, hosts), folder);
    await playWell(scene, job.before);
    await Promise.all(hosts.map((host) => host.save()));
    await playWell(scene, []);
    await Promise.all(hosts.map((host) => host.keepConverged()));
    return scene;
  } catch (error) {
    for (const { relay } of hosts) await relay.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function playWell(scene: Scene, flags: readonly string[]): Promise<void> {
  const { exitCode, stderr, recap } = await scene.play({ hosts: scene.hosts, flags }).ended;
  if (exitCode === 0) return;
  const failures = [...recap.values()].map(({ failure }) => failure);
  throw new Error(`the job fails though nothing disturbs it: ${stderr}${JSON.stringify(failures)}`);
}
