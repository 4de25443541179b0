import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLab } from "../run-lab.ts";
import { checkOwnRole } from "./check-own-role.ts";
import { sharedHost, sharedInventory } from "./hosts.ts";
import { startInTerminal } from "./start-in-terminal.ts";

const root = join(import.meta.dirname, "../..");

describe("a project that lab init wrote", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-init-"));
  const lab = (...args: string[]) => runLab(args, {}, folder);
  const play = () => lab("play", "site", "-i", sharedInventory(), "--limit", "cp1", "--output", "plain");

  beforeAll(async () => {
    expect(await lab("init")).toMatchObject({ exitCode: 0, stderr: "" });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is valid as it stands", async () => {
    expect(await lab("validate")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("playbooks/site.yaml: valid, 1 play on 3 hosts"),
    });
  });

  it("has a role whose test and types pass", async () => {
    expect((await checkOwnRole(folder, root)).tests).toMatch(/^# fail 0$/m);
  });

  it("brings a sandbox host to what it says, with the role of the project", async () => {
    expect(await play()).toMatchObject({ exitCode: 0 });
    const { stdout } = await sharedHost("cp1").exec("cat /etc/motd; systemctl is-active containerd");
    expect(stdout).toContain("cp1 is a control plane of the cluster demo.\n");
    expect(stdout).toMatch(/\nactive\n$/);
  });

  it("changes nothing the second time", async () => {
    const again = await play();
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatch(/^cp1\s*: ok=\d+ changed=0 failed=0 /m);
  });
});

describe("lab init --interactive", () => {
  it("refuses a folder that has a project before it asks for the cluster; Ctrl-C writes nothing", async () => {
    const home = mkdtempSync(join(tmpdir(), "lab-home-"));
    try {
      expect(await runLab(["init", "taken"], {}, home)).toMatchObject({ exitCode: 0 });
      const refused = startInTerminal(["init", join(home, "taken"), "--interactive"], home);
      await refused.shows("taken/package.json");
      expect((await refused.ended).exitCode).toBe(1);
      const stopped = startInTerminal(["init", join(home, "new"), "--interactive"], home);
      await stopped.shows("Name of the cluster [demo]");
      stopped.type("\u0003");
      expect((await stopped.ended).exitCode).toBe(130);
      expect(readdirSync(home)).toEqual(["taken"]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it("asks on the terminal, again where an answer is wrong, and writes what was answered", async () => {
    const home = mkdtempSync(join(tmpdir(), "lab-home-"));
    const folder = join(home, "prod");
    try {
      const terminal = startInTerminal(["init", "--interactive"], home);
      const answer = async (question: string, line: string): Promise<void> => {
        await terminal.shows(question);
        terminal.type(`${line}\r`);
      };
      await answer("Folder of the project [.]", folder);
      await answer("Name of the cluster [demo]", "prod");
      await answer("Control planes", "192.0.2.300");
      await terminal.shows("is neither an IP address nor a DNS name");
      await answer("Control planes", "192.0.2.30");
      await answer("Workers", "1");
      await answer("User to log in as", "ops");
      await answer("Private key", "");
      await answer("Addresses of pods", "10.10.0.0/16");
      await answer("Addresses of services", "");
      expect((await terminal.ended).exitCode).toBe(0);
      const { clusters, ssh_user } = JSON.parse(
        readFileSync(join(folder, "inventory/clusters.json"), "utf8"),
      );
      expect(ssh_user).toBe("ops");
      expect(clusters).toEqual([
        {
          name: "prod",
          pod_cidr: "10.10.0.0/16",
          service_cidr: "10.96.0.0/16",
          nodes: [
            { name: "prod-cp1", role: "control_plane", host: "192.0.2.30" },
            { name: "prod-worker1", role: "worker" },
          ],
        },
      ]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
