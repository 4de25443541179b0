import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRedactor } from "../../../src/engine/redact.ts";
import type { ReadyPlay } from "../../../src/engine/run-play.ts";
import { ConnectionError, InternalError } from "../../../src/errors.ts";
import type { HostTask } from "../../../src/playbook/host-task.ts";
import type { Transport } from "../../../src/transport/transport.ts";
import { flag } from "./flag-resource.ts";
import { hostPlay, hostTask } from "./host-play.ts";
import { LocalShell } from "./local-shell.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-run-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A play with a flag of its own for each host. */
function play(name: string, hosts: readonly string[], tasks?: (host: string) => HostTask[]): ReadyPlay {
  const own = (host: string) => [hostTask(`make ${name}`, flag(join(folder, `${name}-${host}`)))];
  return readyPlay(name, hosts, (host) => hostPlay((tasks ?? own)(host)));
}

const local: Transport = { open: (_target, options) => Promise.resolve(new LocalShell(options)) };

function run(
  plays: readonly ReadyPlay[],
  options: { transport?: Transport; forks?: number; secret?: string } = {},
) {
  const { transport = local, forks = 64, secret } = options;
  const redactor = createRedactor();
  if (secret !== undefined) redactor.add(secret);
  return playLocally(plays, { transport, forks, redactor });
}

describe("a run on several hosts", () => {
  it("goes on without the hosts that cannot be reached, and names the next step", async () => {
    const transport: Transport = {
      open: (target, options) =>
        target.name === "b"
          ? Promise.reject(new ConnectionError("b", "b refused the connection", "start sshd on it"))
          : local.open(target, options),
    };
    const { exitCode, recap } = await run([play("one", ["a", "b", "c"]), play("two", ["a", "b"])], {
      transport,
    });
    expect(exitCode).toBe(4);
    expect(recap.a?.changed).toBe(2);
    expect(recap.c?.changed).toBe(1);
    expect(recap.b).toMatchObject({
      unreachable: 1,
      failure: { kind: "unreachable", hint: "start sshd on it" },
    });
  });

  it("leaves a host that failed out of later plays, and ends with 3", async () => {
    const broken = play("one", ["a", "b"], (host) => [
      hostTask("break", flag(join(folder, host), host === "a" ? { script: "exit 1" } : {})),
    ]);
    const { exitCode, recap } = await run([broken, play("two", ["a", "b"])]);
    expect(exitCode).toBe(3);
    expect(recap.a).toMatchObject({ changed: 0, failed: 1 });
    expect(recap.b).toMatchObject({ changed: 2, failed: 0 });
  });

  it("counts failures that are to be ignored apart, and ends with 0", async () => {
    const ignoring = play("one", ["a"], () => [
      hostTask("break", flag(join(folder, "x"), { script: "exit 1" }), { ignoreErrors: true }),
      hostTask("go on", flag(join(folder, "y"))),
    ]);
    const { exitCode, recap } = await run([ignoring]);
    expect(exitCode).toBe(0);
    expect(recap.a).toMatchObject({ changed: 1, failed: 0, ignored: 1, failure: null });
  });

  it("finishes the other hosts when lab itself has a bug on one, and ends with 5", async () => {
    const buggy = play("one", ["a", "b"], (host) => [
      hostTask("stumble", () => {
        if (host === "a") throw new InternalError("this cannot happen");
        return flag(join(folder, host));
      }),
    ]);
    const { exitCode, recap } = await run([buggy]);
    expect(exitCode).toBe(5);
    expect(recap.a?.failure?.message).toBe("this cannot happen");
    expect(recap.b?.changed).toBe(1);
  });

  it("has at most --forks hosts at work, and every host of a play done before the next play starts", async () => {
    let open = 0;
    let most = 0;
    class Counted extends LocalShell {
      override async run(frame: Parameters<LocalShell["run"]>[0]) {
        open += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        const result = await super.run(frame);
        open -= 1;
        return result;
      }
    }
    const transport: Transport = { open: () => Promise.resolve(new Counted()) };
    const hosts = ["a", "b", "c", "d", "e"];
    const { events } = await run([play("one", hosts), play("two", hosts)], { transport, forks: 2 });
    expect(most).toBe(2);
    const second = events.findIndex((event) => event.kind === "play-start" && event.play === "two");
    const ended = events.slice(0, second).filter((event) => event.kind === "task-end");
    expect(ended.map((event) => event.host).toSorted()).toEqual(hosts);
  });

  it("takes secrets out of every event", async () => {
    const leak = play("one", ["a"], () => [
      hostTask("leak", flag(join(folder, "x"), { script: "echo pass-hunter2; echo hunter2 >&2; exit 1" })),
    ]);
    const { events } = await run([leak], { secret: "hunter2" });
    expect(JSON.stringify(events)).toContain("pass-«redacted»");
    expect(JSON.stringify(events)).not.toContain("hunter2");
  });
});
