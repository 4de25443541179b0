import { describe, expect, it } from "vitest";
import { checkSchema } from "../../../src/input/check-schema.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { findModule, modules } from "../../../src/resources/index.ts";
import { moduleSchema } from "../../../src/resources/module-schema.ts";

describe("modules", () => {
  it("have names of their own, aliases included", () => {
    const names = modules.flatMap((module) => [module.name, ...(module.aliases ?? [])]);
    expect(names.length).toBe(new Set(names).size);
    for (const name of names) expect(findModule(name)?.name).toBeDefined();
    expect(findModule("apt")?.name).toBe("package");
    expect(findModule("nope")).toBeUndefined();
  });

  it.each(modules.map((module) => [module.name, module] as const))(
    "%s has a valid example",
    (name, module) => {
      const source = parseYamlFile("example.yaml", module.example);
      const [task] = Array.isArray(source.data) ? source.data : [];
      expect(Object.keys(task)).toEqual(["name", name]);
      expect(checkSchema(moduleSchema(module), task[name], source, [0, name], name)).toEqual([]);
    },
  );

  it.each([
    ["service", { name: "demo" }, "needs one of: state, enabled, masked, daemon_reload"],
    ["command", { cmd: "a", argv: ["a"] }, "needs exactly one of: cmd, argv"],
    ["hostname", { name: "-a" }, "must be a host name"],
    ["package", { name: "-o" }, "must be a package name"],
    ["sysctl", { name: "net.ipv4.ip_forward" }, "needs one of: value"],
    ["user", { name: "a:b" }, "must be a name"],
    ["wait_for", { timeout: 3 }, "needs exactly one of: port, path"],
  ])("%s refuses %j", (name, args, message) => {
    const module = findModule(name);
    if (!module) throw new Error(`no module ${name}`);
    const source = parseYamlFile("task.yaml", JSON.stringify(args));
    const problems = checkSchema(moduleSchema(module), args, source, [], name);
    expect(problems.map((problem) => problem.message).join("\n")).toContain(message);
  });
});
