import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { playLab, runLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { treesOf } from "../trees.ts";
import { runOn } from "./undo-journal.ts";

const playbook = join(import.meta.dirname, "../../fixtures/undo/all-taken-back.yaml");

/** What a run finds: two services, one of which reads a file as it starts, a package and a user. */
const surroundings = `apt-get -y install nano
useradd -m eve
echo SECONDS=1000 >/etc/demo.conf
cd /etc/systemd/system
printf '%s\\n' '[Service]' 'EnvironmentFile=/etc/demo.conf' 'ExecStart=sleep $SECONDS' >demo.service
printf '%s\\n' '[Service]' 'ExecStart=sleep infinity' >/lib/systemd/system/idle.service
systemctl daemon-reload
systemctl start demo idle`;

const look = `systemctl show -p ActiveState,LoadState,UnitFileState demo idle other cron
pgrep -xa sleep | cut -d ' ' -f 2- | sort
hostname; cat /proc/sys/net/core/somaxconn; apt-mark showhold; apt-mark showauto; locale -a; ls -A /home`;

describe("lab rollback", () => {
  let sandbox: FreshSandbox;

  beforeAll(async () => {
    sandbox = await freshHosts(1);
    await runOn(host(), surroundings);
  });
  afterAll(() => sandbox.remove());

  function host(): SandboxHost {
    const [first] = sandbox.hosts;
    if (!first) throw new Error("the sandbox has no host");
    return first;
  }

  it("leaves the host as it was before a run of whatever can be taken back", async () => {
    const photograph = async () => ({ look: await runOn(host(), look), trees: await treesOf(host()) });
    const earlier = await photograph();
    const play = await playLab(playbook, "-i", sandbox.files.clusters);
    expect(play.exitCode, play.stdout).toBe(0);
    expect(play.events.filter((event) => event.kind === "irreversible")).toEqual([]);
    expect(await runOn(host(), "pgrep -xa sleep")).toContain("sleep 2000");

    const start = play.events.find((event) => event.kind === "run-start");
    const rollback = await runLab(["rollback", start?.run ?? "", "-i", sandbox.files.clusters]);
    expect(rollback.exitCode, rollback.stdout).toBe(0);
    expect(await photograph()).toEqual(earlier);

    const again = await runLab(["rollback", start?.run ?? "", "-i", sandbox.files.clusters]);
    expect(again.exitCode, again.stdout).toBe(0);
    expect(await photograph()).toEqual(earlier);
  });
});
