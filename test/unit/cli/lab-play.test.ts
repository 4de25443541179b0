import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let directory: string;
let inventory: string;
let server: Server;
let connections = 0;

/** Every host of the inventory is this process, which counts who calls. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "lab-play-"));
  inventory = join(directory, "clusters.json");
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address) resolve(address.port);
      else reject(new Error("no port"));
    });
  });
  const nodes = ["a", "b"].map((name, index) => ({
    name,
    role: index === 0 ? "control_plane" : "worker",
    host: `127.0.0.${index + 1}`,
    port,
  }));
  const cluster = { name: "lab", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/12", nodes };
  writeFileSync(
    inventory,
    JSON.stringify({ clusters: [cluster], vars: { proxy: "none", packages: ["curl"], settings: {} } }),
  );
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

function lab(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["src/cli/lab.js", ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

const folder = "test/fixtures/wrong/playbook";

describe("lab play", () => {
  it.each([
    ["tabs", "3:1: error: not valid YAML"],
    ["unknown-module", '4:7: error: "pakage" is neither a module nor a keyword of a task'],
    ["missing-file", '5:14: error: there is no file "motd.txt"'],
    ["undefined-variable", '3:25: error: the variable "prox" is not defined'],
    ["jinja-expressions", '4:40: error: "and" is not part of the language of expressions'],
    ["unknown-group", '1:10: error: no host or group is called "wrokers"'],
    ["loop-over-no-list", '4:13: error: "loop" must be a list, not "none"'],
  ])("refuses %s, and contacts nobody", async (name, message) => {
    const { code, stdout, stderr } = await lab("play", `${folder}/${name}.yaml`, "-i", inventory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`${folder}/${name}.yaml:${message}`);
    expect(stderr).not.toMatch(/^\s+at |lab has a bug/m);
    expect(connections).toBe(0);
  });

  it.each([
    [["--limit", "nobody"], '--limit:1:1: error: no host or group is called "nobody"'],
    [["--tags", "bsae"], '--tags:1:1: error: no task has the tag "bsae"'],
    [["-e", "nothing"], "-e:1:1: error: this is not a variable"],
  ])("refuses the flags %j", async (flags, message) => {
    const { code, stderr } = await lab("play", "prepare-nodes", "-i", inventory, ...flags);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at |lab has a bug/m);
    expect(connections).toBe(0);
  });

  it("contacts the hosts once everything is valid", async () => {
    const playbook = join(directory, "valid.yaml");
    writeFileSync(playbook, "- hosts: all\n  tasks:\n    - debug: { msg: hello }\n");
    const { code } = await lab("play", playbook, "-i", inventory, "--limit", "a", "--output", "plain");
    expect(code).toBe(4);
    expect(connections).toBeGreaterThan(0);
  });
});
