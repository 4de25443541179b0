import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainCommand } from "../../../src/cli/explain-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-explain-"));
  mkdirSync(join(folder, "group_vars"));
  mkdirSync(join(folder, "host_vars"));
  const nodes = [
    { name: "cp1", role: "control_plane", host: "192.0.2.11" },
    { name: "w1", role: "worker", host: "192.0.2.21" },
  ];
  const cluster = { name: "dev", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/12", nodes };
  writeFileSync(join(folder, "clusters.json"), JSON.stringify({ clusters: [cluster] }));
  writeFileSync(
    join(folder, "group_vars/all.yaml"),
    'port: 80\nurl: "http://{{inventory_hostname}}:{{port}}"\napi_token: abcdef\nlogin: "ops:{{api_token}}"\nbad: "{{nowhere}}"\ndb: { user: me, pin: !secret 0042 }\n',
  );
  writeFileSync(join(folder, "group_vars/workers.yaml"), "port: 8080\n");
  writeFileSync(join(folder, "host_vars/w1.yaml"), "# own\nport: 8081\n");
  writeFileSync(
    join(folder, "site.yaml"),
    `- name: Set up
  hosts: w1
  vars: { port: 9000 }
  tasks:
    - command: { cmd: "true" }
      register: outcome
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function explain(flags: Partial<Parameters<typeof explainCommand>[0]> = {}): Promise<string> {
  let text = "";
  const usual = {
    host: "w1",
    variables: [],
    playbook: null,
    json: false,
    extraVars: [],
    tags: [],
    skipTags: [],
  };
  const inventory = join(folder, "clusters.json");
  await explainCommand({ ...usual, inventory, ...flags }, (more) => {
    text += more;
  });
  return text.replaceAll(`${relative(process.cwd(), folder)}/`, "").replaceAll(`${folder}/`, "");
}

describe("lab explain", () => {
  it("shows where a variable comes from and all that it shadows", async () => {
    expect(await explain({ variables: ["port"], extraVars: ["port=1"] })).toBe(
      `port: "1"
  from -e
  shadows: 8081 from host_vars/w1.yaml:2:1
  shadows: 8080 from group_vars/workers.yaml:1:1
  shadows: 80 from group_vars/all.yaml:1:1
`,
    );
  });

  it("shows templates as written and as they come out", async () => {
    expect(await explain({ variables: ["url"] })).toBe(
      `url: "http://w1:8081"
  written: "http://{{inventory_hostname}}:{{port}}"
  from group_vars/all.yaml:2:1
`,
    );
  });

  it("stars secrets, also within other variables", async () => {
    const text = await explain({ variables: ["api_token", "login"] });
    expect(text).toContain('api_token: "***"\n');
    expect(text).toContain('login: "ops:«redacted»"\n');
    expect(await explain({ variables: ["db"] })).toContain('db: {"user":"me","pin":"***"}\n');
    expect(text).not.toContain("abcdef");
    expect(await explain()).not.toContain("abcdef");
  });

  it("lists all, lab's own last, and says of a wrong one what is wrong", async () => {
    const text = await explain();
    const names = text.split("\n").flatMap((line) => /^(\w+): /.exec(line)?.[1] ?? []);
    expect(names).toEqual([
      ...["api_token", "bad", "db", "login", "port", "url"],
      ...["cluster", "facts", "group_names", "groups", "inventory_hostname", "node"],
    ]);
    expect(text).toContain('bad: wrong: the variable "nowhere" is not defined');
    expect(text).toContain('inventory_hostname: "w1"\n  set by lab\n');
    expect(text).toContain("facts: known later: it waits for the facts of the host\n");
  });

  it("includes the variables of a playbook's plays for this host", async () => {
    const playbook = join(folder, "site.yaml");
    const data = JSON.parse(await explain({ playbook, json: true, variables: ["port", "outcome"] }));
    expect(data).toEqual({
      host: "w1",
      plays: [
        {
          play: "Set up",
          variables: {
            port: {
              value: 9000,
              from: { file: "site.yaml", line: 3, column: 11 },
              shadows: [
                { value: 8081, from: { file: "host_vars/w1.yaml", line: 2, column: 1 } },
                { value: 8080, from: { file: "group_vars/workers.yaml", line: 1, column: 1 } },
                { value: 80, from: { file: "group_vars/all.yaml", line: 1, column: 1 } },
              ],
            },
            outcome: expect.objectContaining({ from: "task", waits_for: expect.stringContaining("task") }),
          },
        },
      ],
    });
    await expect(explain({ playbook, host: "cp1" })).rejects.toThrow('has the host "cp1"');
  });

  it.each([
    [{ host: "w2" }, 'no host is called "w2"', 'did you mean "w1"?'],
    [
      { variables: ["outcome"] },
      'the variable "outcome" is not defined',
      expect.stringContaining("--playbook"),
    ],
    [{ variables: ["prot"] }, 'the variable "prot" is not defined', 'did you mean "port"?'],
  ])("refuses %j", async (flags, message, hint) => {
    await expect(explain(flags)).rejects.toMatchObject({ problems: [{ message, hint }] });
  });
});
