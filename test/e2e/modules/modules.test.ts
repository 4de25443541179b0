import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { modules } from "../../../src/resources/index.ts";
import { type PlayResult, playLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { ownMirror } from "../own-mirror.ts";

const playbook = join(import.meta.dirname, "../../fixtures/modules/every-module.yaml");

describe("every module on a real host", () => {
  let sandbox: FreshSandbox;
  let check: PlayResult;
  const play = (...flags: string[]): Promise<PlayResult> =>
    playLab(playbook, "-i", sandbox.files.clusters, ...flags);
  const on = async (command: string): Promise<string> =>
    (await sandbox.hosts[0]?.exec(command))?.stdout ?? "";

  beforeAll(async () => {
    sandbox = await freshHosts(1);
    await on(ownMirror);
    await on("echo x >/etc/obsolete; DEBIAN_FRONTEND=noninteractive apt-get install -y nano");
  });
  afterAll(() => sandbox.remove());

  it("is in the playbook", () => {
    const [{ tasks }] = parse(readFileSync(playbook, "utf8"));
    const used = new Set(tasks.flatMap(Object.keys));
    const unused = modules.filter(
      ({ name, aliases = [] }) => ![name, ...aliases].some((key) => used.has(key)),
    );
    expect(unused.map(({ name }) => name)).toEqual([]);
  });

  it("announces in check mode what it then changes", async () => {
    check = await play("--check");
    expect(check.exitCode, check.stdout).toBe(0);
    const first = await play();
    expect(first.exitCode, first.stdout).toBe(0);
    expect(first.changed).toEqual(check.changed);
  });

  it("leaves on the host what was asked for", async () => {
    expect(
      await on("stat -c '%a %U:%G %n' /srv/lab /srv/lab/a /srv/lab/a/b /srv/lab/text /srv/lab/touched"),
    ).toBe(
      "755 root:root /srv/lab\n2770 ada:engineers /srv/lab/a\n750 root:root /srv/lab/a/b\n" +
        "640 root:engineers /srv/lab/text\n600 root:root /srv/lab/touched\n",
    );
    expect(await on("cat /srv/lab/text")).toBe('it\'s "quoted" $HOME `x` \\n\nlast line without end');
    expect(await on("base64 -w0 /srv/lab/picture.png; stat -c %U /srv/lab/picture.png")).toBe(
      `${readFileSync(join(playbook, "../files/picture.png")).toString("base64")}grace\n`,
    );
    expect(await on("cat /etc/motd; readlink /srv/lab/motd")).toMatch(
      /^cp1 of demo, debian on (amd64|arm64)\n- one\n- two\n\/etc\/motd\n$/,
    );
    expect(await on("getent group engineers; getent passwd ada | cut -d: -f5,7; id -nG grace")).toBe(
      "engineers:x:2001:ada,grace\nof demo:/bin/bash\ngrace engineers\n",
    );
    expect(await on("ls /etc/obsolete 2>&1; cat /srv/lab/lines; tail -n 4 /etc/profile")).toContain(
      "second\nfirst\n# BEGIN lab\nexport LAB=1\nexport CLUSTER=demo\n# END lab\n",
    );
    expect(
      await on(
        "grep -c '^    ForwardAgent no$' /etc/ssh/ssh_config; dpkg -s tree | grep -c '^Status: install ok'; command -v nano",
      ),
    ).toBe("1\n1\n");
    expect(
      await on("systemctl is-active cron; cat /proc/sys/net/core/somaxconn; readlink /etc/localtime"),
    ).toBe("active\n2048\n/usr/share/zoneinfo/Asia/Seoul\n");
    expect(await on("cat /srv/lab/answer /srv/lab/unpacked /srv/lab/renders")).toBe("42\ndone\nrendered\n");
  });

  it("changes nothing the second time", async () => {
    const second = await play();
    expect(second.exitCode).toBe(0);
    expect(second.changed).toEqual([]);
    expect(second.recap.every(({ frames }) => frames <= 2)).toBe(true);
  });

  it("repairs an attribute, a link, a line and a user that were changed by hand", async () => {
    await on(
      "chown root /srv/lab/a; ln -sfn /etc/issue /srv/lab/motd; sed -i '/^second$/d' /srv/lab/lines;" +
        " usermod -s /bin/sh grace; systemctl stop cron; echo more >>/etc/motd",
    );
    const expected = [
      "cp1: Add a second line to it",
      "cp1: Add a user (grace)",
      "cp1: Count the renders",
      "cp1: Give the directory away",
      "cp1: Link to it",
      "cp1: Render a template",
      "cp1: Run a service",
    ];
    expect((await play("--check")).changed).toEqual(expected);
    expect((await play()).changed).toEqual(expected);
    expect((await play()).changed).toEqual([]);
  });
});
