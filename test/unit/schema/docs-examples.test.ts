import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isMapping } from "../../../src/input/mapping.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { parseExpression } from "../../../src/playbook/expression.ts";
import { parseTemplate } from "../../../src/playbook/template.ts";
import { problemsOf } from "../playbook/small-lab.ts";

const pages = globSync("docs/*.md").toSorted();
const inventory = loadInventory("inventory/clusters.json");

/** What the examples name. */
const files = {
  "network.yaml": "- hosts: all\n  tasks:\n    - command: uptime\n",
  "site.yaml": "- hosts: all\n  tasks:\n    - command: uptime\n",
  "tasks/users.yaml": "- user: { name: ann, shell: '{{ shell }}' }\n",
  "vars/common.yaml": "motto: plain\n",
  "vars/default.yaml": "size: 3\n",
};

/** The YAML blocks of a page that are playbooks, or tasks or roles, which then stand in a play. */
function playbooksIn(page: string): string[] {
  const blocks = [...readFileSync(page, "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    ([, text = ""]) => text,
  );
  return blocks.flatMap((text) => {
    const { data } = parseYamlFile(page, text);
    if (!Array.isArray(data) || !data.every(isMapping)) return [];
    const isPlaybook = data.some((entry) => "hosts" in entry || "import_playbook" in entry);
    const list = data.every((entry) => "role" in entry) ? "roles" : "tasks";
    return [isPlaybook ? text : `- hosts: all\n  ${list}:\n${text.replaceAll(/^(?=.)/gm, "    ")}`];
  });
}

describe.each(pages.filter((page) => playbooksIn(page).length > 0))("the examples of %s", (page) => {
  it.each(playbooksIn(page))("%s", (yaml) => {
    expect(problemsOf(yaml, { inventory, files })).toEqual([]);
  });
});

/** What stands in the type of code in the tables of a page. */
function codeInTables(page: string): string[] {
  const rows = readFileSync(page, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "));
  return rows.flatMap((row) =>
    [...row.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\\|", "|")),
  );
}

describe("what pages say in passing", () => {
  const expressions = codeInTables("docs/expressions.md").filter((text) => /^[\w"![(]+.*\w/.test(text));
  const templates = codeInTables("docs/templates.md").filter((text) => text.includes("{{"));

  it.each(expressions)("%s is an expression", (text) => {
    expect(() => parseExpression(text)).not.toThrow();
  });

  it.each(templates)("%s is a template", (text) => {
    expect(() => parseTemplate(text)).not.toThrow();
  });

  it("the template of a file is one", () => {
    const [, text = ""] =
      /^```handlebars\n(.*?)^```$/ms.exec(readFileSync("docs/templates.md", "utf8")) ?? [];
    expect(parseTemplate(text).roots.map(({ name }) => name)).toEqual(["cluster", "facts"]);
  });
});

describe("the links of docs/", () => {
  const all = globSync("docs/**/*.md").toSorted();
  const links = all.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\(((?!https?:)[^)#]*)(#[^)]*)?\)/g)].map(
      ([, path = "", anchor = ""]): [string, string] => [
        page,
        path === "" ? `${page}${anchor}` : `${join(dirname(page), path)}${anchor}`,
      ],
    ),
  );

  it.each(links)("%s names %s, which is there", (_, target) => {
    const [path = "", anchor] = target.split("#");
    const text = readFileSync(path, "utf8");
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => anchorOf(title));
    if (anchor !== undefined) expect(anchors).toContain(anchor);
  });
});

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
