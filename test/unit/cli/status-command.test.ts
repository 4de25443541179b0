import { describe, expect, it } from "vitest";
import { createProgram } from "../../../src/cli/program.ts";
import { statusCommand } from "../../../src/cli/status-command.ts";

const flags = { login: {}, askPass: false, askBecomePass: false, deadlineMs: 1000, output: "auto" } as const;
const inventory = "test/fixtures/inventory/clusters.yaml";

describe("lab status", () => {
  it("contacts nobody for a cluster that there is not", async () => {
    const asking = statusCommand({ ...flags, inventory, clusters: ["prd"], pauseMs: null });
    await expect(asking).rejects.toMatchObject({
      problems: [{ message: 'there is no cluster "prd"', hint: 'did you mean "prod"?' }],
    });
  });

  it("refuses a pause that is none, which may be a cluster in the wrong place", async () => {
    const program = createProgram({ settings: {}, error: null }, () => expect.unreachable());
    program.configureOutput({ writeErr: () => {} });
    const status = program.commands.find((command) => command.name() === "status");
    status?.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
    await expect(program.parseAsync(["node", "lab", "status", "--watch", "prod"])).rejects.toThrow(
      "name clusters before --watch",
    );
  });
});
