import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newKeyPair, seal } from "../../src/vault/age.ts";
import { type LabResult, runLab } from "../run-lab.ts";
import { sampleCommandLines } from "./canary-samples.ts";
import { filesBelow, secrets, traces } from "./canary-secrets.ts";
import { sharedHost } from "./hosts.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-canary-"));
const names = ["worker1", "worker2"];
const own = "/root/canary";
/** No secret: shows that the search for secrets in command lines finds what is there. */
const decoy = `decoy-${process.pid}`;

/** Where a secret is meant to be on a host; a file that lab changes is kept as it was, as readable as it was, until then. */
const destinations = new RegExp(`^(${own}/|/etc/(g?shadow)-?$|/run/lab/kept/.*)`);

const all = ["marked", "extra", "environment", "file", "vault", "asked", "play", "key"];

/** Every way in which a task takes a value that may be secret, or prints one that it was given. */
const tasks = [
  { name: "Make room", file: { path: own, state: "directory", mode: "0700" } },
  ...all.map((name) => ({
    name: `Write ${name}`,
    copy: { dest: `${own}/${name}`, content: `{{${name}}}\n`, mode: "0600" },
  })),
  { name: "Render", template: { src: "all.hbs", dest: `${own}/rendered`, mode: "0600" } },
  { name: "Edit", lineinfile: { path: `${own}/lines`, line: "token={{extra}}", create: true, mode: "0600" } },
  { name: "Edit a block", blockinfile: { path: `${own}/lines`, block: "{{key}}", create: true } },
  { name: "Feed", command: { argv: ["cat"], stdin: "{{vault}}" }, register: "fed" },
  { name: "Show what was fed", debug: { var: "fed" } },
  {
    name: "Print in every form",
    command: { argv: ["bash"], stdin: forms(), environment: { S: "{{marked}}", T: "{{environment}}" } },
    register: "printed",
  },
  { name: "Show what was printed", debug: { var: "printed" } },
  {
    name: "Print a key",
    shell: `cat ${own}/key; base64 ${own}/key; xxd -p ${own}/key || od -An -tx1 ${own}/key`,
  },
  {
    name: "Cut a long output",
    shell: {
      cmd: `head -c 524280 /dev/zero | tr '\\0' x; cat ${own}/file; head -c 600000 /dev/zero | tr '\\0' y`,
    },
    register: "cut",
  },
  { name: "Show the cut", debug: { msg: "{{cut.stdout}}" } },
  {
    name: "Fail with a secret",
    command: {
      argv: ["bash"],
      stdin: `${forms()} >&2; exit 3`,
      environment: { S: "{{marked}}", T: "{{play}}" },
    },
    ignore_errors: true,
    register: "failed",
  },
  { name: "Show the failure", debug: { msg: "{{failed.stderr}} {{failed.msg}}" } },
  {
    name: "Keep quiet",
    shell: { cmd: 'echo "$S"; exit 1', environment: { S: "{{task_secret}}" } },
    no_log: true,
    ignore_errors: true,
    vars: { task_secret: "TASK" },
  },
  { name: "Be seen", command: { argv: ["sh", "-c", "sleep 1", decoy] } },
  { name: "Derive", set_fact: { derived: "prefix-{{environment}}-suffix" } },
  {
    name: "Loop",
    copy: { dest: `${own}/loop-{{item.name}}`, content: "{{item.value}}", mode: "0600" },
    loop: [
      { name: "one", value: "{{derived}}" },
      { name: "two", value: "{{file}}" },
    ],
    loop_control: { label: "{{item.name}}" },
  },
  {
    name: "Work in the background",
    shell: { cmd: 'cat; echo "$S"; sleep 1', stdin: "{{extra}}", environment: { S: "{{vault}}" } },
    async: 30,
    poll: 1,
  },
  {
    name: "Be somebody else",
    become_user: "lab",
    shell: { cmd: 'echo "$S"; sleep 1', environment: { S: "{{marked}}" } },
  },
  { name: "Act elsewhere", delegate_to: "worker2", command: { argv: ["cat"], stdin: "{{play}}" } },
  { name: "Set a password", user: { name: "canary", password: "{{play}}" } },
  {
    name: "Rescue",
    block: [{ name: "Break", shell: { cmd: 'echo "$S" >&2; exit 1', environment: { S: "{{key}}" } } }],
    rescue: [{ name: "Say why", debug: { msg: "{{failed_result.stderr}}" } }],
  },
];

/** Prints `$S` and `$T` in all the forms in which programs print a value. */
function forms(): string {
  return `{ echo "$S $T"; set -x; : "$S"; { set +x; } 2>/dev/null; printf '%q\\n' "$S"; declare -p S; echo "$S" | base64 -w 20; echo "$T" | od -An -tx1; }`;
}

function playbook(): string {
  const text = JSON.stringify(
    [
      {
        name: "Canaries",
        hosts: "worker1",
        vars_prompt: [{ name: "asked", prompt: "A secret", private: true, default: secrets.prompt }],
        vars: { play: "PLAY" },
        tasks,
      },
    ],
    null,
    1,
  );
  // JSON has no tags, but YAML that looks like JSON has.
  const tagged = (value: string) => `!secret ${JSON.stringify(value)}`;
  return text.replace('"PLAY"', tagged(secrets.play)).replace('"TASK"', tagged(secrets.task));
}

async function write(): Promise<Readonly<Record<string, string>>> {
  const { identity, recipient } = await newKeyPair();
  const vaulted = (await seal(secrets.vault, [recipient])).trim().replaceAll("\n", "\n  ");
  const nodes = names.map((name, index) => {
    const { address, adminUser, adminPassword } = sharedHost(name);
    const role = index === 0 ? "control_plane" : "worker";
    return { name, role, host: address, user: adminUser, password: adminPassword };
  });
  const networks = { pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16" };
  mkdirSync(join(folder, "group_vars"));
  mkdirSync(join(folder, "templates"));
  writeFileSync(join(folder, "known_hosts"), readFileSync(sharedHost("worker1").knownHostsPath, "utf8"));
  writeFileSync(join(folder, "secret-file"), `${secrets.file}\n`, { mode: 0o600 });
  const files: Readonly<Record<string, string>> = {
    "clusters.json": JSON.stringify({
      known_hosts: "known_hosts",
      clusters: [{ name: "canary", ...networks, nodes }],
    }),
    "group_vars/all.yaml": [
      `marked: !secret ${JSON.stringify(secrets.marked)}`,
      "environment: !secret env:CANARY_VALUE",
      "file: !secret file:../secret-file",
      `vault: !vault |\n  ${vaulted}`,
      `key: !secret |\n  ${secrets.key.replaceAll("\n", "\n  ")}`,
    ].join("\n"),
    "extra.yaml": `extra: !secret ${secrets.extra}\n`,
    "templates/all.hbs": all.map((name) => `${name}={{${name}}}\n`).join(""),
    "site.yaml": playbook(),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return { CANARY_VALUE: secrets.environment, LAB_VAULT_KEY: identity };
}

/** Everything that lab may print or write, in every shape that it has. */
const runs: readonly (readonly string[])[] = [
  ["play", "site.yaml", "--check", "--diff", "-vvv"],
  ["play", "site.yaml", "--diff", "-vvv", "--output", "plain"],
  ["play", "site.yaml", "--diff", "-vvv", "--output", "json"],
  ["play", "site.yaml", "--list-tasks"],
  ["validate", "site.yaml"],
  ["explain", "worker1", "--playbook", "site.yaml"],
  ["inventory", "--list"],
  ["runs", "list"],
  ["runs", "show"],
  ["report"],
];

/** Commands that read no inventory. */
const ofRecords = new Set(["runs", "report"]);

describe("a canary secret", () => {
  const results: LabResult[] = [];
  let inCommandLines: readonly string[] = [];
  const passwords = () => names.map((name) => sharedHost(name).adminPassword);
  const wanted = () => [...Object.values(secrets), ...passwords()].flatMap(traces);

  beforeAll(async () => {
    const env = { ...(await write()), HOME: folder };
    const sampler = sampleCommandLines([...wanted(), decoy]);
    for (const args of runs) {
      const [command = ""] = args;
      const inventory = ofRecords.has(command) ? [] : ["-i", "clusters.json"];
      const extra = ofRecords.has(command) || command === "inventory" ? [] : ["-e", "@extra.yaml"];
      results.push(await runLab([...args, ...inventory, ...extra], env, folder));
    }
    inCommandLines = await sampler.stop();
  });
  afterAll(async () => {
    for (const name of names) await sharedHost(name).exec(`rm -rf ${own}; userdel -r canary`);
    rmSync(folder, { recursive: true });
  });

  it("is used by runs that do what they are asked for", () => {
    for (const [index, { exitCode, stderr, stdout }] of results.entries()) {
      expect(exitCode, `${runs[index]?.join(" ")}\n${stdout.slice(-3000)}\n${stderr}`).toBe(0);
    }
  });

  it("is never printed", () => {
    for (const [index, { stdout, stderr }] of results.entries()) {
      const lines = `${stdout}\n${stderr}`.split("\n");
      const found = lines.filter((line) => wanted().some((text) => line.includes(text)));
      expect(found, runs[index]?.join(" ")).toEqual([]);
    }
  });

  it("is in no list of processes, here and on the hosts", () => {
    expect(inCommandLines.length).toBeGreaterThan(0);
    expect(inCommandLines.filter((line) => !line.includes(decoy))).toEqual([]);
  });

  it("is in no record of a run", () => {
    const records = [...filesBelow(join(folder, ".lab"))];
    expect(records.length).toBeGreaterThan(0);
    const found = records.filter(([, text]) => wanted().some((one) => text.includes(one)));
    expect(found.map(([name]) => name)).toEqual([]);
  });

  it.each(names)("is on the disk of %s only where it belongs", async (name) => {
    // Turned, so that the search does not find itself.
    const turned = wanted().join("\n").replaceAll("'", "'\\''").replace(/[a-z]/gi, turn);
    const search = `printf '%s\\n' '${turned}' | tr 'A-Za-z' 'N-ZA-Mn-za-m' |
      grep -rlF -s -f - /etc /var /root /home /tmp /run /usr/local /dev/shm`;
    const { stdout } = await sharedHost(name).exec(search);
    const found = stdout.split("\n").filter((path) => path !== "");
    if (name === "worker1") expect(found).toContain(`${own}/marked`);
    expect(found.filter((path) => !destinations.test(path))).toEqual([]);
  });
});

function turn(letter: string): string {
  const first = letter < "a" ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
}
