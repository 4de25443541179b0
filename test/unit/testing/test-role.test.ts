import { describe, expect, it } from "vitest";
import containerd from "../../../roles/containerd/role.ts";
import { lineinfileModule } from "../../../src/resources/lineinfile.ts";
import { serviceModule } from "../../../src/resources/service.ts";
import { defineRole, notYet, type RoleTask, task } from "../../../src/role/role.ts";
import { systemFacts } from "../../../src/role/system-facts.ts";
import { exampleFacts } from "../../../src/testing/example-facts.ts";
import { fileHolding } from "../../../src/testing/path-states.ts";
import { testResource } from "../../../src/testing/planned-resource.ts";
import { testRole } from "../../../src/testing/test-role.ts";

const facts = { facts: systemFacts({}) };
const roleOf = (...tasks: RoleTask[]) =>
  defineRole({
    name: "sample",
    summary: "Is tested.",
    schema: {
      type: "object",
      additionalProperties: false,
      properties: { line: { type: "string", description: "A line." } },
    },
    tasks: () => tasks,
  });

describe("a role in a test", () => {
  it("sees the inventory of the test", () => {
    const nodes = [
      { name: "a", role: "worker" },
      { name: "b", role: "master" },
    ];
    const cluster = { name: "prod", pod_cidr: "10.10.0.0/16", service_cidr: "10.96.0.0/16", nodes };
    const role = defineRole({
      ...roleOf(),
      schema: { type: "object", additionalProperties: false, properties: {} },
      tasks: (context) => [
        task(`${context.host.name} of ${context.cluster.name}`, serviceModule, { name: "x" }),
      ],
    });
    expect(testRole(role, { args: {}, inventory: { clusters: [cluster] }, host: "b" }).tasks[0]?.name).toBe(
      "b of prod",
    );
    expect(() => testRole(role, { args: {}, host: "worker2" })).toThrow(
      'the inventory has no host "worker2"',
    );
  });

  it("says which tasks run, which do not, and which wait", () => {
    const line = { path: "/etc/issue", line: "Hello" };
    const when = ({ facts: { memory } }: { facts: { memory: number } }) => memory > 1000;
    const role = roleOf(
      task("On a large host", lineinfileModule, line, { uses: facts, when }),
      task("Later", lineinfileModule, () => notYet("nothing is installed")),
    );
    const small = { facts: { ...exampleFacts, memory: 512 } };
    const states = testRole(role, { args: {}, facts: small }).tasks.map(({ runs, waitsFor }) => [
      runs,
      waitsFor,
    ]);
    expect(states).toEqual([
      [false, null],
      [true, "nothing is installed"],
    ]);
    expect(testRole(role, { args: {} }).task("On a large host").runs).toBe(true);
    expect(() => testRole(role, { args: {} }).task("Later").built()).toThrow(
      '"Later" waits: nothing is installed',
    );
  });

  it("is refused with arguments that a playbook could not give it", () => {
    const wrong = JSON.parse('{ "line": 1 }');
    expect(() => testRole(roleOf(), { args: wrong })).toThrow('"line" must be a string, not 1');
  });

  it("is refused when a task notifies a handler that is not there", () => {
    const role = roleOf(
      task("Stop it", serviceModule, { name: "x", state: "stopped" }, { notify: "Restart x" }),
    );
    expect(() => testRole(role, { args: {} })).toThrow(
      '"Stop it" notifies "Restart x", which is no handler of the role',
    );
  });

  it("is asked for the facts that its tasks use", () => {
    expect(() => testRole(containerd, { args: {} })).toThrow(
      '"Configure containerd" uses facts that the test does not say: version',
    );
  });

  it("renders its templates, and has nothing left to do afterwards", () => {
    const configure = testRole(containerd, { args: {}, facts: { version: "1.7.2" }, folder: "." })
      .task("Configure containerd")
      .built();
    expect(JSON.stringify(configure.plan())).toContain("SystemdCgroup = true");
    expect(configure.planAgain()).toEqual({ kind: "changes", changes: [] });
  });
});

describe("a resource in a test", () => {
  const line = testResource(lineinfileModule, { path: "/etc/issue", line: "Hello" });

  it("is planned for what the host answers", () => {
    expect(line.plan({ path: fileHolding("Hello\n") })).toEqual({ kind: "changes", changes: [] });
    expect(line.plan({ path: fileHolding("Bye\n") })).toMatchObject({
      changes: [{ kind: "path", path: "/etc/issue" }],
    });
    expect(line.planAgain({ path: fileHolding("Bye\n") })).toEqual({ kind: "changes", changes: [] });
  });

  it("is not planned for an answer that the test leaves out", () => {
    const service = testResource(serviceModule, { name: "x", state: "started" });
    expect(() => service.plan()).toThrow("service x.service asks for what the test does not say");
  });
});
