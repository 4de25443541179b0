import { expect, it } from "vitest";
import { satisfied } from "../../../src/resources/resource.ts";
import { templateModule } from "../../../src/resources/template.ts";
import { absent, fileOf } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

const args = { src: "containerd/config.toml.hbs", dest: "/etc/containerd/", vars: { version: 2 } };
const text = 'containerd/config.toml.hbs {"version":2}\n';

it("is ok when the rendered text is there", () => {
  expect(planOf(templateModule, args, { path: fileOf(text) })).toEqual(satisfied);
});

it("writes the rendered text under the template's name", () => {
  const after = { kind: "file", mode: "0644", owner: "root", group: "root", content: { kind: "text", text } };
  expect(planOf(templateModule, args, { path: absent })).toEqual({
    kind: "changes",
    changes: [{ kind: "path", path: "/etc/containerd/config.toml", before: { kind: "absent" }, after }],
  });
  expect(built(templateModule, args).id).toBe("file /etc/containerd/config.toml");
});
