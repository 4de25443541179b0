import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limitPattern } from "../../../src/cli/limit.ts";
import { hostsOfRuns } from "../../../src/cli/limit-to-outcome.ts";
import { InputError } from "../../../src/errors.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { beginRecord, eventAt, recapOf, someRun } from "../record/make-run.ts";

const inventory = loadInventory("test/fixtures/validate/clusters.json");
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "lab-outcome-"));
const failure = { kind: "failed", task: null, message: "no", detail: "", hint: "" } as const;
const unreachable = { ...failure, kind: "unreachable" } as const;

const site = "20260131-140501-aaaaaa";
const other = "20260131-140502-bbbbbb";

function record(id: string, playbook: string, check: boolean, recap: ReturnType<typeof recapOf>[]): void {
  const run = beginRecord(".lab/runs", someRun(id, { playbook, check }));
  const hosts = recap.map(({ host }) => host);
  run.write(eventAt(0, { kind: "run-start", run: id, resumes: null, playbook, check, hosts } as const));
  run.write(eventAt(9, { kind: "run-end", check, interrupted: false, seconds: 1, recap } as const));
  run.end(0);
}

function answer(limit: string, playbook = "site.yaml"): string {
  try {
    return limitPattern(
      limit,
      inventory,
      hostsOfRuns(() => playbook),
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message, hint = "" }) => `${message} (${hint})`).join("\n");
  }
}

describe("--limit by outcome", () => {
  beforeAll(() => {
    process.chdir(folder);
    record(site, "site.yaml", false, [
      recapOf("cp1", { changed: 2 }),
      recapOf("w1", { changed: 1, failed: 1, failure }),
      recapOf("w2", { unreachable: 1, failure: unreachable }),
    ]);
    record(other, "other.yaml", false, [recapOf("w2", { failed: 1, failure })]);
    record("20260131-140503-cccccc", "site.yaml", true, [recapOf("cp1", { failed: 1, failure })]);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["@failed", "w1"],
    ["@unreachable", "w2"],
    ["@changed", "cp1,w1"],
    ["@failed, @unreachable", "w1,w2"],
    [`@failed:${other}`, "w2"],
    ["@failed:20260131-140502", "w2"],
  ])(
    "%s is about the last run of the playbook that was no check, or the one that is named",
    (limit, hosts) => {
      expect(answer(limit)).toBe(hosts);
    },
  );

  it("says which run has no such host", () => {
    expect(answer(`@changed:${other}`)).toContain(`no host was changed in run ${other} of other.yaml`);
  });

  it("does not take the run of another playbook unasked", () => {
    expect(answer("@failed", "third.yaml")).toBe(
      `there is no run of third.yaml yet; the last run was of other.yaml (write --limit @failed:${other} to take the hosts of that run)`,
    );
  });

  it("leaves a file of such a name to a path, and knows a word that is mistyped", () => {
    writeFileSync("failed", "cp1\n");
    expect(answer("@./failed")).toBe("cp1");
    expect(answer("@faild")).toContain('did you mean "@failed"?');
  });
});
