import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLab } from "../../run-lab.ts";

const secret = "cnry-3c1f90aa it's";
const folder = mkdtempSync(join(tmpdir(), "lab-last-words-"));
const networks = { pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16" };
const nodes = [{ name: "cp1", role: "control_plane", host: "10.0.0.1" }];

const broken = `import { defineModule } from "lab/resources";
export const brokenModule = defineModule({
  name: "broken",
  summary: "Breaks.",
  example: "broken: x",
  freeForm: "text",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: { text: { type: "string", description: "What it cannot do." } },
  },
  build(args) {
    throw new Error("cannot do " + JSON.stringify(args.text));
  },
});
`;

beforeAll(() => {
  mkdirSync(join(folder, "resources"));
  writeFileSync(join(folder, "resources/broken.ts"), broken);
  writeFileSync(
    join(folder, "clusters.json"),
    JSON.stringify({ clusters: [{ name: "dev", ...networks, nodes }] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Validates a task that uses the secret "token". */
function validate(task: object) {
  const play = `- hosts: all\n  vars:\n    token: !secret ${JSON.stringify(secret)}\n  tasks: ${JSON.stringify([task])}\n`;
  writeFileSync(join(folder, "play.yaml"), play, { mode: 0o600 });
  return runLab(["validate", "play.yaml", "-i", "clusters.json"], {}, folder);
}

describe("what lab says when it gives up", () => {
  it("has a stack without the secret that was in the message of an unexpected error", async () => {
    const { exitCode, stderr } = await validate({ broken: "{{token}}" });
    expect(exitCode).toBe(5);
    expect(stderr).toContain("cannot do");
    expect(stderr).toContain("«redacted»");
    expect(stderr).not.toContain("cnry");
  });

  it.each([
    { wait_for: { port: "{{token}}" } },
    { copy: { src: "{{token}}", dest: "/x" } },
    { command: "true", timeout: "{{token}}" },
    { command: "true", delegate_to: "{{token}}" },
    { command: "true", loop: "{{token}}" },
    { lineinfile: { path: "/x", line: "x", regexp: "({{token}}" } },
  ])("names a mistake without the secret that makes it: %j", async (task) => {
    const { exitCode, stderr } = await validate(task);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("play.yaml:4");
    expect(stderr).not.toContain("cnry");
  });
});
