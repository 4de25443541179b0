import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { makeProject, nodeOf, type Project } from "../make-project.ts";
import { type EndedPlay, startPlay, startRun } from "../start-play.ts";

/** Seconds after which the host takes a change back. */
export const seconds = 6;

/** Plays the role netplan on one host, with interfaces that change from play to play. */
export interface InterfacesPlay {
  readonly project: Project;
  /** The role alone, guarded. */
  configure(interfaces: readonly object[], args?: object, ...flags: string[]): Promise<EndedPlay>;
  /** A play with these steps (roles, tasks, pre_tasks). */
  play(interfaces: readonly object[], steps: object, ...flags: string[]): Promise<EndedPlay>;
  /** Takes a play back. Throws where that fails. */
  rollBack(played: EndedPlay): Promise<void>;
}

/** Makes a project of that host. */
export async function interfacesPlay(host: SandboxHost): Promise<InterfacesPlay> {
  const project = await makeProject([nodeOf(host)], [host]);
  const { folder, home } = project;
  const inventory = join(folder, "clusters.json");
  const playbook = join(folder, "play.yaml");
  const play: InterfacesPlay["play"] = async (interfaces, steps, ...flags) => {
    const node = { ...nodeOf(host), role: "control_plane", node_ip: host.address, interfaces };
    const cluster = { name: "lab", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes: [node] };
    await writeFile(inventory, JSON.stringify({ known_hosts: "known_hosts", clusters: [cluster] }));
    await writeFile(playbook, JSON.stringify([{ name: "Interfaces", hosts: "all", ...steps }]));
    return startPlay([playbook, "-i", inventory, ...flags], home, folder).ended;
  };
  return {
    project,
    play,
    configure: (interfaces, args = {}, ...flags) =>
      play(interfaces, { roles: [{ role: "netplan", guarded: seconds, args }] }, ...flags),
    async rollBack({ events }) {
      const start = events.find((event) => event.kind === "run-start");
      const args = ["rollback", start?.run ?? "", "-i", inventory];
      const { exitCode, stderr } = await startRun(args, { home, folder }).ended;
      if (exitCode !== 0) throw new Error(stderr);
    },
  };
}

/** What became of the first task of a play. */
export function outcome({ events, exitCode }: EndedPlay) {
  const end = events.find((event) => event.kind === "task-end");
  const failure = end?.failure?.message ?? null;
  return { exitCode, outcome: end?.outcome, message: end?.message ?? null, failure };
}

/** "task outcome" of every task that was not as it should be. */
export function notOk({ events }: EndedPlay): string[] {
  return events.flatMap((event) =>
    event.kind === "task-end" && event.outcome !== "ok" ? [`${event.task} ${event.outcome}`] : [],
  );
}
