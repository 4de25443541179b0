import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-own-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What loading a project with these files prints: the names of its parts, or its problems. */
function load(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const script = join(import.meta.dirname, "print-project.ts");
  return execFileSync(process.execPath, [script], { cwd: folder, encoding: "utf8" });
}

const role = (name: string, schema = "properties: {}") => `import { defineRole } from "lab/role";
export default defineRole({
  name: "${name}",
  summary: "Does nothing.",
  schema: { type: "object", additionalProperties: false, ${schema} },
  tasks: () => [],
});
`;

const module = (
  name: string,
  rest = "",
) => `import { defineModule, resource, satisfied } from "lab/resources";
export const one = defineModule({
  name: "${name}",
  summary: "Does nothing.",
  example: "${name}: {}",
  ${rest}
  schema: { type: "object", additionalProperties: false, properties: {} },
  build: () => resource({ id: "${name}", probes: {}, plan: () => satisfied }),
});
`;

describe("the roles and resources of a project", () => {
  it("are found, and imported with this lab although the project has none installed", () => {
    const files = {
      "roles/web/role.ts": role("web"),
      "roles/db/role.ts": role("db").replace("export default", "export const db ="),
      "roles/notes/README.md": "no role",
      "resources/ping.ts": module("ping"),
      "resources/ping.test.ts": "throw new Error('a test is no module')",
      "resources/probes/version.ts": "export const version = 1;",
    };
    expect(JSON.parse(load(files))).toEqual({ roles: ["db", "web"], modules: ["ping"] });
  });

  it("need not be there", () => {
    expect(JSON.parse(load({}))).toEqual({ roles: [], modules: [] });
  });

  it("share classes and constants with the lab that imports them", () => {
    const files = {
      "roles/web/role.ts": `import { InputError } from "lab/role";\nthrow new InputError({ message: "no" });`,
    };
    expect(load(files)).toContain(
      "roles/web/role.ts:2:7: error: the file fails while it is imported: InputError: no\n",
    );
  });

  it("are reported all at once", () => {
    const found = load({ "roles/a/role.ts": role("x"), "roles/b/role.ts": role("y"), "resources/c.ts": "" });
    expect(found.split("\n").filter((line) => line.includes(" error: "))).toEqual([
      "resources/c.ts:1:1: error: the file exports no module",
      'roles/a/role.ts:3:3: error: the role in roles/a/ calls itself "x"',
      'roles/b/role.ts:3:3: error: the role in roles/b/ calls itself "y"',
    ]);
  });
});

const wrongRoles: readonly (readonly [string, string, string])[] = [
  [
    "TypeScript that is more than types",
    `enum Mode {\n  On,\n}\n${role("web")}`,
    `roles/web/role.ts:1:1: error: TypeScript enum cannot be stripped away
  1 | enum Mode {
    | ^^^^^^^^^^^
  hint: only types are removed before the file runs: write plain values, and set "erasableSyntaxOnly" in tsconfig.json
`,
  ],
  [
    "a syntax error",
    "const mode: = 3;\n",
    `roles/web/role.ts:1:13: error: not TypeScript: Unexpected token \`=\`
  1 | const mode: = 3;
    |             ^
`,
  ],
  [
    "JavaScript that cannot be",
    "export const a = 1;\nexport const a = 2;\n",
    `roles/web/role.ts:1:1: error: not TypeScript: Identifier 'a' has already been declared
  1 | export const a = 1;
    | ^^^^^^^^^^^^^^^^^^^
  hint: the place is shown by: npx tsc
`,
  ],
  [
    "a package that is not installed",
    `import ms from "no-such-package";\n`,
    `roles/web/role.ts:1:17: error: there is no package "no-such-package"
  1 | import ms from "no-such-package";
    |                 ^^^^^^^^^^^^^^^
  hint: install it: npm install no-such-package
`,
  ],
  [
    "a part of lab that is not there",
    `import { defineRole } from "lab/roles";\n`,
    `roles/web/role.ts:1:29: error: "lab/roles" cannot be imported
  1 | import { defineRole } from "lab/roles";
    |                             ^^^^^^^^^
  hint: did you mean "lab/role"?
`,
  ],
  [
    "a name that lab does not export",
    `import { defineRoles } from "lab/role";\n`,
    `roles/web/role.ts:1:10: error: "lab/role" exports no "defineRoles"
  1 | import { defineRoles } from "lab/role";
    |          ^^^^^^^^^^^
  hint: check its spelling; import a type with: import type
`,
  ],
  [
    "code that throws",
    `export const facts = [].at(0).name;\n`,
    `roles/web/role.ts:1:30: error: the file fails while it is imported: TypeError: Cannot read properties of undefined (reading 'name')
  1 | export const facts = [].at(0).name;
    |                              ^
`,
  ],
  [
    "no role at all",
    "export const answer = 42;\n",
    `roles/web/role.ts:1:1: error: the file exports no role
  1 | export const answer = 42;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write export default defineRole({ name, summary, schema, tasks })
`,
  ],
  [
    "an argument without a description",
    role("web", 'properties: { port: { type: "integer" } }'),
    `roles/web/role.ts:5:72: error: the argument "port" of role "web" has no description
  5 |   schema: { type: "object", additionalProperties: false, properties: { port: { type: "integer" } } },
    |                                                                        ^^^^
  hint: add a description, which is its documentation
`,
  ],
  [
    "a schema that takes whatever it is given",
    role("web").replace("additionalProperties: false, ", ""),
    `roles/web/role.ts:5:3: error: the schema of role "web" takes any argument
  5 |   schema: { type: "object", properties: {} },
    |   ^^^^^^
  hint: add additionalProperties: false
`,
  ],
  [
    "a type that JSON Schema does not have",
    role("web", 'properties: { port: { type: "strin", description: "The port." } }'),
    `roles/web/role.ts:5:87: error: the schema of role "web" is no JSON Schema: type must be JSONType or JSONType[]: strin
  5 |   schema: { type: "object", additionalProperties: false, properties: { port: { type: "strin", description: "The port." } } },
    |                                                                                       ^^^^^
  hint: see draft-07
`,
  ],
];

describe("a role that is wrong is shown with its place and a cure:", () => {
  it.each(wrongRoles)("%s", (_, text, message) => {
    expect(load({ "roles/web/role.ts": text })).toBe(message);
  });

  it("an import without its ending", () => {
    const files = {
      "roles/web/role.ts": `import { port } from "./port";\n`,
      "roles/web/port.ts": "export const port = 1;",
    };
    expect(load(files)).toContain(`
  1 | import { port } from "./port";
    |                       ^^^^^^
  hint: write the ending, too: "port.ts"
`);
  });

  it("a mistake in a file that it imports", () => {
    const files = {
      "roles/web/role.ts": `import "./port.ts";\n`,
      "roles/web/port.ts": "\nexport const port = ;\n",
    };
    expect(load(files)).toContain("roles/web/port.ts:2:21: error: not TypeScript: Expression expected\n");
  });

  it("the name of a role of lab", () => {
    expect(
      load({ "roles/base/role.ts": role("base") }),
    ).toBe(`roles/base/role.ts:3:9: error: the role cannot be called "base": that is a role of lab
  3 |   name: "base",
    |         ^^^^^^
  hint: give its folder and the role another name
`);
  });
});

describe("a module that is wrong is shown with its place and a cure:", () => {
  it("a name or alias that is taken", () => {
    expect(load({ "resources/a.ts": module("ping", 'aliases: ["copy"],') })).toContain(
      'resources/a.ts:6:13: error: the module cannot be called "copy": that is a module of lab\n',
    );
    expect(load({ "resources/a.ts": module("ping"), "resources/b.ts": module("ping") })).toContain(
      'resources/b.ts:3:9: error: the module cannot be called "ping": that is a module of resources/a.ts\n',
    );
  });

  it("a name that no task can have", () => {
    expect(load({ "resources/a.ts": module("ping host") })).toContain(
      'resources/a.ts:3:9: error: "ping host" cannot be the name of a module\n',
    );
  });

  it("a bare text that stands for an argument that it has not", () => {
    expect(load({ "resources/a.ts": module("ping", 'freeForm: "host",') })).toContain(
      'error: module "ping" has no argument "host" for a bare text\n',
    );
  });
});
