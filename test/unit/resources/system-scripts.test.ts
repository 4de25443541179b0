import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { bootState } from "../../../src/resources/boot-probe.ts";
import { commandScript, type Invocation } from "../../../src/resources/command-script.ts";
import { conditionState } from "../../../src/resources/condition-probe.ts";
import { groupState } from "../../../src/resources/group-probe.ts";
import { hostnameState } from "../../../src/resources/hostname-probe.ts";
import { findModule } from "../../../src/resources/index.ts";
import { jobKeeperScript, jobWatchScript } from "../../../src/resources/job-keeper.ts";
import { jobState } from "../../../src/resources/job-probe.ts";
import {
  type Job,
  removeJobScript,
  startJobScript,
  stopJobScript,
  waitForJobScript,
} from "../../../src/resources/job-script.ts";
import { kernelModuleState } from "../../../src/resources/kernel-module-probe.ts";
import { localeState } from "../../../src/resources/locale-probe.ts";
import { packageState } from "../../../src/resources/package-probe.ts";
import type { Probe } from "../../../src/resources/probe.ts";
import { questionState } from "../../../src/resources/question-probe.ts";
import { readyScript } from "../../../src/resources/reboot-script.ts";
import { serviceState } from "../../../src/resources/service-probe.ts";
import { swapState } from "../../../src/resources/swap-probe.ts";
import { sysctlState } from "../../../src/resources/sysctl-probe.ts";
import { timezoneState } from "../../../src/resources/timezone-probe.ts";
import { userState } from "../../../src/resources/user-probe.ts";
import { planOf } from "./plan-of.ts";

const surroundings = { chdir: "/srv", environment: {}, stdin: null, runAs: { kind: "root" } as const };

const probes: readonly Probe[][] = [
  [packageState({ name: "jq", candidate: true }), packageState({ name: "g++", candidate: false })],
  [serviceState({ unit: "containerd.service" }), serviceState({ unit: "ssh.socket" })],
  [sysctlState({ path: "/proc/sys/net/ipv4/ip_forward" }), sysctlState({ path: "/proc/sys/vm/swappiness" })],
  [kernelModuleState("br-netfilter"), kernelModuleState("overlay")],
  [swapState({})],
  [bootState({ need: true })],
  [hostnameState({})],
  [jobState({ id: "build", folder: "/jobs" }), jobState({ id: "j1.2" })],
  [timezoneState({ zone: "Asia/Seoul" }), timezoneState({ zone: "UTC" })],
  [localeState("ko_KR.UTF-8")],
  [userState({ name: "alice", password: true }), userState({ name: "bob", password: false })],
  [groupState({ name: "sudo" }), groupState({ name: "adm" })],
  [
    conditionState({ kind: "port", host: "127.0.0.1", port: 6443 }),
    conditionState({ kind: "port", host: "10.0.0.1", port: 6443 }),
    conditionState({ kind: "match", path: "/var/log/x", regex: "it's" }),
  ],
  [
    questionState({
      program: { kind: "script", interpreter: "/bin/sh", text: "test -e x" },
      ...surroundings,
    }),
    questionState({ program: { kind: "words", words: ["test", "-e", "x"] }, ...surroundings }),
  ],
];

function probeScript(asked: readonly Probe[]): string {
  return asked[0]?.kind.script(asked.map((probe) => probe.query)) ?? "";
}

const missing = (manager: string) => ({
  jq: { manager, installed: null, residue: false, held: false, candidate: null, listsAgeSeconds: null },
});

const stopped = {
  service: {
    kind: "unit",
    load: "loaded",
    active: "inactive",
    sub: "dead",
    file: "enabled",
    ranOnce: false,
    needsReload: false,
    canReload: true,
  },
};

const plans = [
  ["apt-install", "package", { name: "jq", update_cache: true }, missing("apt")],
  ["zypper-install", "package", { name: "jq", update_cache: true }, missing("zypper")],
  [
    "apt-repository",
    "apt_repository",
    {
      name: "kubernetes",
      uris: "https://pkgs.k8s.io/core:/stable:/v1.33/deb/",
      suites: "/",
      signed_by: "https://pkgs.k8s.io/core:/stable:/v1.33/deb/Release.key",
    },
    {
      source: { kind: "absent", parent: "directory" },
      apt: { kind: "link", target: "apt", owner: "root", group: "root" },
      folder: { kind: "directory", mode: "0755", owner: "root", group: "root", uid: 0, gid: 0 },
      key: { kind: "absent", parent: "directory" },
    },
  ],
  ["service-start", "service", { name: "containerd", state: "started" }, stopped],
  [
    "service-wait",
    "service",
    { name: "containerd", state: "started" },
    { service: { ...stopped.service, active: "activating", sub: "start" } },
  ],
  ["wait-for-port", "wait_for", { host: "10.0.0.1", port: 6443, delay: 2 }, { condition: "no" }],
  [
    "shell-command",
    "shell",
    { cmd: "cat\necho $A", chdir: "/srv", environment: { A: "it's" }, stdin: "text" },
    { "path chdir": { kind: "directory" } },
  ],
  [
    "reboot",
    "reboot",
    { msg: "it's time", pre_reboot_delay: 10 },
    { boot: { id: "a/1", isNeeded: false, refusal: null } },
  ],
  ["job-cleanup", "async_status", { jid: "j1", mode: "cleanup" }, { job: { kind: "finished" } }],
  ["user-password", "user", { name: "alice", password: "$6$a$b" }, { user: null, own: null, home: {} }],
] as const;

const job: Job = { id: "build", script: "make; exec ./install", limitSeconds: 3600 };

const asNobody: Invocation = {
  program: { kind: "script", interpreter: "/bin/bash", text: "id\n" },
  ...surroundings,
  environment: { A: "it's" },
  runAs: { kind: "user", name: "nobody" },
};

const asLogin: Invocation = {
  ...asNobody,
  program: { kind: "words", words: ["id", "-un"] },
  runAs: { kind: "login" },
};

const parts: readonly (readonly [string, string])[] = [
  ["command-as-user", commandScript(asNobody)],
  ["command-as-login", commandScript(asLogin)],
  ["job-start", startJobScript(job)],
  ["job-keeper", jobKeeperScript(3600)],
  ["job-watch", jobWatchScript(3600)],
  ["job-wait", waitForJobScript(job, 10)],
  ["job-stop", stopJobScript(job)],
  ["job-remove", removeJobScript(job)],
  ["reboot-ready", readyScript("test -e '/it is'")],
];

function planScript(name: string, args: object, states: object): string {
  const module = findModule(name);
  if (!module) throw new Error(`no module ${name}`);
  const plan = planOf(module, args, { ...states });
  if (plan.kind === "wait") return plan.script;
  const changes = plan.kind === "changes" ? plan.changes : [];
  return changes.map((change) => (change.kind === "run" ? change.script : "")).join("\n");
}

const scripts: readonly (readonly [string, string])[] = [
  ...probes.map((asked): [string, string] => [`${asked[0]?.kind.name}-probe`, probeScript(asked)]),
  ...plans.map(([file, name, args, states]): [string, string] => [file, planScript(name, args, states)]),
  ...parts,
];

describe("scripts of system resources", () => {
  it.each(scripts)("%s is as reviewed", async (name, script) => {
    await expect(script).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it.each(scripts)("%s passes shellcheck", (_, script) => {
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });
});
