import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRedactor } from "../../../src/engine/redact.ts";
import type { Change, Loan, RunChange } from "../../../src/resources/change.ts";
import type { Resource } from "../../../src/resources/resource.ts";
import { flag } from "./flag-resource.ts";
import { hostPlay, hostTask } from "./host-play.ts";
import { machines } from "./many-machines.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-loans-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const log = (): string[] => (existsSync(at("log")) ? readFileSync(at("log"), "utf8").trim().split("\n") : []);

const token = (from: readonly string[], script = ""): Loan => ({
  name: "token of dev",
  from,
  script: `${script}\necho "$machine issues" >>${at("log")}; echo TOKEN=abcdef.0123456789; echo noise`,
  revoke: `echo "$machine revokes $TOKEN" >>${at("log")}`,
  timeoutMs: 5_000,
});

/** A flag of the host's own that is made with what `rest` brings. */
function made(host: string, script: string, rest: Partial<RunChange>): Resource {
  const { plan, ...whole } = flag(at(host), { script });
  return {
    ...whole,
    plan: (states) => {
      const planned = plan(states);
      if (planned.kind !== "changes") return planned;
      return { ...planned, changes: planned.changes.map((change): Change => withRest(change, rest)) };
    },
  };
}

function withRest(change: Change, rest: Partial<RunChange>): Change {
  return change.kind === "run" ? { ...change, ...rest } : change;
}

const joining = (hosts: readonly string[], loan: Loan) =>
  readyPlay("join", hosts, (host) => {
    const script = `echo "$machine has $TOKEN" >>${at("log")}; printenv TOKEN >>${at("log")}; touch ${at(host)}`;
    return hostPlay([hostTask("join", made(host, script, { loans: [loan] }))]);
  });

describe("what a machine lends", () => {
  it("is issued once for all, given in a variable that no process inherits, and taken back after the play", async () => {
    const { exitCode } = await playLocally([joining(["w1", "w2"], token(["cp1"]))], machines());
    expect(exitCode).toBe(0);
    const [first, ...rest] = log();
    expect(first).toBe("cp1 issues");
    expect(rest.slice(0, 2).toSorted()).toEqual(["w1 has abcdef.0123456789", "w2 has abcdef.0123456789"]);
    expect(rest.slice(2)).toEqual(["cp1 revokes abcdef.0123456789"]);
  });

  it("is issued by the next machine where one is down or refuses, and never by the borrower", async () => {
    const loan = token(
      ["cp1", "cp2", "w1", "cp3"],
      'if [ "$machine" = cp2 ]; then echo "no API" >&2; exit 1; fi',
    );
    await playLocally([joining(["w1"], loan)], machines(["cp1"]));
    expect(log()).toEqual(["cp3 issues", "w1 has abcdef.0123456789", "cp3 revokes abcdef.0123456789"]);
  });

  it("fails the task with every refusal where nobody can issue it, and the others go on", async () => {
    const loan = token(["cp1", "cp2"], 'echo "no API" >&2; exit 1');
    const { events, recap } = await playLocally([joining(["w1"], loan)], machines(["cp1"]));
    expect(recap.w1?.failed).toBe(1);
    expect(JSON.stringify(events)).toContain("cannot get the token of dev: cp1: cp1 is down; cp2: no API");
    expect(existsSync(at("w1"))).toBe(false);
  });

  it("is a secret from then on", async () => {
    const script = `echo "joined with $TOKEN"; touch ${at("w1")}`;
    const play = readyPlay("join", ["w1"], () =>
      hostPlay([hostTask("join", made("w1", script, { loans: [token(["cp1"])] }))]),
    );
    const { lines } = await playLocally([play], { ...machines(), redactor: createRedactor() });
    expect(lines).toContain("joined with «redacted»");
  });

  it("is not asked for where nothing changes, nor in a check", async () => {
    writeFileSync(at("w1"), "");
    await playLocally([joining(["w1"], token(["cp1"]))], machines());
    await playLocally([joining(["w2"], token(["cp1"]))], { ...machines(), check: true });
    expect(log()).toEqual([]);
  });
});

describe("a large file that a script needs", () => {
  it("is there under a path in its variable, and gone afterwards, also when the script fails", async () => {
    writeFileSync(at("archive"), "image");
    const sha256 = "6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d";
    const upload = { kind: "upload", localPath: at("archive"), sha256, size: 5 } as const;
    const script = `cat "$archive" >${at("w1")}; exit 1`;
    const play = readyPlay("load", ["w1"], () =>
      hostPlay([hostTask("load", made("w1", script, { uploads: { archive: upload } }))]),
    );
    const { recap } = await playLocally([play], machines());
    expect(recap.w1?.failed).toBe(1);
    expect(readFileSync(at("w1"), "utf8")).toBe("image");
    expect(existsSync(at("archive"))).toBe(false);
  });
});
