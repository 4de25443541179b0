import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saveNewNode } from "../../../src/cli/new-node.ts";
import { readRunInputs } from "../../../src/cli/prepare-run.ts";
import { InputError } from "../../../src/errors.ts";

const clusters = `# ours
clusters:
  - name: prod
    pod_cidr: 10.244.0.0/16
    service_cidr: 10.96.0.0/16
    nodes:
      - { name: cp1, role: master, host: 10.0.0.1 } # first
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-new-node-"));
  writeFileSync(join(folder, "clusters.yaml"), clusters, { mode: 0o640 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(extra: readonly string[], play = "new_node: true") {
  const playbook = join(folder, "join.yaml");
  writeFileSync(playbook, `- hosts: all\n  ${play}\n  tasks: []\n`);
  const flags = { inventory: join(folder, "clusters.yaml"), extraVars: extra, tags: [], skipTags: [] };
  return readRunInputs(flags, undefined, () => playbook);
}
const refusal = async (...args: Parameters<typeof read>): Promise<string> => {
  try {
    await read(...args);
    return "";
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message, hint }) => `${message}; ${hint}`).join("\n");
  }
};

describe("a node that clusters.json does not have", () => {
  const given = ["node=w1", "host=10.0.0.21", "cluster=prod", "port=2222", "user=me"];

  it("is part of the inventory of a playbook that takes it in, and of the file once it is saved", async () => {
    const { inventory, newNode, extraVars } = await read(given);
    expect(inventory.hosts.get("w1")).toMatchObject({
      cluster: "prod",
      role: "worker",
      target: { host: "10.0.0.21", port: 2222, user: "me" },
    });
    expect(Object.keys(extraVars)).not.toContain("cluster");
    const file = join(folder, "clusters.yaml");
    expect(readFileSync(file, "utf8")).toBe(clusters);
    if (newNode) saveNewNode(newNode);
    const line = '{ "name": "w1", "role": "worker", "host": "10.0.0.21", "port": 2222, "user": "me" }';
    expect(readFileSync(file, "utf8")).toBe(`${clusters}      - ${line}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect((await read(given)).newNode).toBeNull();
  });

  it("is checked like any other", async () => {
    expect(await refusal(["node=w1", "host=10.0.0.1", "cluster=prod"])).toContain("10.0.0.1");
    expect(await refusal(["node=W_1", "host=10.0.0.21", "cluster=prod"])).toContain("W_1");
  });

  it.each([
    [["node=cp2"], /there is no host "cp2" .*cp1.*-e host=ADDRESS -e cluster=NAME/],
    [["node=w1", "host=10.0.0.21"], /-e cluster=NAME/],
    [["node=w1", "host=10.0.0.21", "cluster=pord"], /there is no cluster "pord".*did you mean "prod"/],
    [["node=cp1", "cluster=dev"], /cp1 is a node of the cluster "prod"; leave -e cluster out/],
  ])("must be told of wholly: %s", async (extra, message) => {
    expect(await refusal(extra)).toMatch(message);
  });

  it("is taken in by no other playbook", async () => {
    expect(await refusal(given, "become: true")).toMatch(/the variable name "cluster" is reserved/);
    expect((await read(["node=w1"], "become: true")).newNode).toBeNull();
  });
});
