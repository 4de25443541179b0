import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runLab } from "../../run-lab.ts";

const inventory = {
  clusters: [
    {
      name: "dev",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      nodes: [{ name: "cp1", role: "control_plane" }],
    },
  ],
};

const greet = `import { defineModule, fileModule } from "lab/resources";
export const greetModule = defineModule({
  name: "greet",
  summary: "Leaves a greeting in /etc/motd.",
  example: "greet: world",
  freeForm: "whom",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["whom"],
    properties: { whom: { type: "string", description: "Who is greeted." } },
  },
  build: (args, context) => fileModule.build({ path: "/etc/motd", state: "touch" }, context),
});
`;

const role = `import { defineRole, task } from "lab/role";
import { greetModule } from "../../resources/greet.ts";
export default defineRole({
  name: "hall",
  summary: "Greets.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: { times: { type: "integer", description: "How often." } },
  },
  tasks: () => [task("Greet", greetModule, { whom: "world" })],
});
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-own-"));
  write("package.json", '{ "type": "module" }');
  write("clusters.json", JSON.stringify(inventory));
  write("resources/greet.ts", greet);
  write("roles/hall/role.ts", role);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function validate(play: object) {
  write("site.yaml", JSON.stringify([{ hosts: "all", ...play }], null, 1));
  return runLab(["validate", "site.yaml"], {}, folder);
}

describe("a project's own roles and modules", () => {
  it("are used in a playbook as those of lab", async () => {
    const play = { roles: [{ role: "hall", args: { times: 2 } }], tasks: [{ greet: "world" }] };
    expect(await validate(play)).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("have their arguments checked", async () => {
    const play = {
      roles: [{ role: "hall", args: { times: "often" } }],
      tasks: [{ greet: { who: "world" } }],
    };
    const { exitCode, stderr } = await validate(play);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('"times" must be a whole number, not "often"');
    expect(stderr).toContain('did you mean "whom"?');
  });

  it("are suggested where a name is mistyped", async () => {
    const { stderr } = await validate({ roles: ["hal"], tasks: [{ gret: "world" }] });
    expect(stderr).toContain('did you mean "hall"?');
    expect(stderr).toContain('did you mean "greet"?');
  });

  it("are reported before anything else is done with them, together with what is wrong in the inventory", async () => {
    write("clusters.json", '{ "clusters": [{}] }');
    write("resources/greet.ts", greet.replace('"greet"', '"when"'));
    const { exitCode, stderr } = await validate({ tasks: [] });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'resources/greet.ts:3:9: error: the module cannot be called "when": that is a keyword of a task',
    );
    expect(stderr).toContain("clusters.json:1:");
  });
});
