import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSshConfig } from "../../../src/transport/read-ssh-config.ts";
import { resolveTarget } from "../../../src/transport/resolve-target.ts";
import type { Target } from "../../../src/transport/transport.ts";

const home = mkdtempSync(join(tmpdir(), "lab-ssh-config-"));
const local = { name: "me", home, agent: "/run/agent" };
afterAll(() => rmSync(home, { recursive: true }));

/** Files below ~/.ssh; `config` is where ssh starts to read. */
async function resolve(files: Readonly<Record<string, string>>, target: Partial<Target> & { name: string }) {
  rmSync(join(home, ".ssh"), { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, ".ssh", name)), { recursive: true });
    writeFileSync(join(home, ".ssh", name), text);
  }
  const config = await readSshConfig([join(home, ".ssh/config"), join(home, ".ssh/system")], home);
  return resolveTarget({ host: target.name, ...target }, config, local);
}

describe("resolveTarget", () => {
  it("has the defaults of ssh", async () => {
    expect(await resolve({}, { name: "web1" })).toEqual({
      name: "web1",
      host: "web1",
      port: 22,
      user: "me",
      key: null,
      identityFiles: ["id_ed25519", "id_ecdsa", "id_rsa"].map((file) => `${home}/.ssh/${file}`),
      identitiesOnly: false,
      agent: "/run/agent",
      password: null,
      hostKeys: {
        name: "web1",
        files: [`${home}/.ssh/known_hosts`, "/etc/ssh/ssh_known_hosts"],
        strict: "accept-new",
        hashNames: false,
      },
      connectTimeoutMs: null,
      keepaliveIntervalMs: null,
      via: { kind: "direct" },
    });
  });

  it("takes the first value that matches, and every IdentityFile", async () => {
    const config = `
IdentityFile ~/.ssh/first
Host web* !web9
  HostName %h.lab.example
  User deploy
  Port=2200
  IdentityFile "%d/keys/my key %r"
  IdentitiesOnly yes
Host *
  User nobody
  ConnectTimeout 7
  ServerAliveInterval 11
  HashKnownHosts yes
  IdentityAgent none
`;
    expect(await resolve({ config }, { name: "web1" })).toMatchObject({
      host: "web1.lab.example",
      user: "deploy",
      port: 2200,
      identityFiles: [`${home}/.ssh/first`, `${home}/keys/my key deploy`],
      identitiesOnly: true,
      agent: null,
      connectTimeoutMs: 7000,
      keepaliveIntervalMs: 11_000,
      hostKeys: { name: "[web1.lab.example]:2200", hashNames: true },
    });
    expect(await resolve({ config }, { name: "web9" })).toMatchObject({
      host: "web9",
      user: "nobody",
      port: 22,
    });
  });

  it("lets the inventory win, and matches Host by its address too", async () => {
    const config = "Host 10.0.0.*\n HostName wrong\n User admin\n Port 2200\n UserKnownHostsFile a b\n";
    const target = { name: "web1", host: "10.0.0.5", key: "~/k", knownHosts: "/pins", password: "p" };
    expect(await resolve({ config }, { ...target, port: 22, user: "root" })).toMatchObject({
      host: "10.0.0.5",
      port: 22,
      user: "root",
      key: `${home}/k`,
      password: "p",
      hostKeys: { name: "10.0.0.5", files: ["/pins"] },
    });
    const fewer = await resolve({ config }, { name: "web1", host: "10.0.0.5" });
    expect(fewer).toMatchObject({ user: "admin", port: 2200 });
    expect(fewer.hostKeys.files.slice(0, 2)).toEqual(["a", "b"]);
  });

  it("follows Include with globs, below Host blocks as well, and reads the system's file last", async () => {
    const files = {
      config: "Include conf.d/*.conf\nHost web1\n  Include only-web1\n",
      "conf.d/20.conf": "Host web1\n User second\n",
      "conf.d/10.conf": "Host web1\n User first\n",
      "only-web1": "Port 2201\nHost other\n HostKeyAlias never\nHost web*\n HostKeyAlias PINNED\n",
      system: "Host *\n Port 1\n StrictHostKeyChecking yes\n",
    };
    expect(await resolve(files, { name: "web1" })).toMatchObject({
      user: "first",
      port: 2201,
      hostKeys: { name: "pinned", strict: "yes" },
    });
    expect(await resolve(files, { name: "web2" })).toMatchObject({ user: "me", port: 1 });
  });

  it.each([
    ["Match host a.example user deploy", true],
    ["Match originalhost web1 !user root", true],
    ["Match all", true],
    ["Match localuser me", true],
    ["Match host web1", false],
    ["Match exec true", false],
  ])("%s applies: %s", async (criteria, applies) => {
    const config = `Host web1\n HostName a.example\n User deploy\n${criteria}\n  Port 2200\n`;
    expect((await resolve({ config }, { name: "web1" })).port).toBe(applies ? 2200 : 22);
  });

  it("names the file that cannot be parsed", async () => {
    await expect(resolve({ config: 'Host "web1\n' }, { name: "web1" })).rejects.toThrow(
      /config cannot be parsed/,
    );
  });
});

describe("ProxyJump", () => {
  const via = async (config: string, target: Partial<Target> & { name: string }) => {
    const { via } = await resolve({ config }, target);
    return via.kind === "jump" ? via.hops.map((hop) => `${hop.user}@${hop.host}:${hop.port}`) : via;
  };

  it("resolves each host of the chain by its own settings", async () => {
    const config =
      "Host web1\n ProxyJump ops@gate:2222,[fd00::1]:23,inner\nHost inner\n HostName 10.9.9.9\n User in\n";
    expect(await via(config, { name: "web1" })).toEqual(["ops@gate:2222", "me@fd00::1:23", "in@10.9.9.9:22"]);
  });

  it("goes through the jump host's own jump host", async () => {
    const config = "Host web1\n ProxyJump b\nHost b\n ProxyJump a\n";
    expect(await via(config, { name: "web1" })).toEqual(["me@a:22", "me@b:22"]);
  });

  it("does not send a jump host through itself", async () => {
    expect(await via("Host *\n ProxyJump gate\n", { name: "web1" })).toEqual(["me@gate:22"]);
    expect(await via("Host *\n ProxyJump gate\n", { name: "gate" })).toEqual({ kind: "direct" });
  });

  it("waits for the target and its jump hosts as long as asked for", async () => {
    const config = "Host web1\n ProxyJump gate\nHost *\n ConnectTimeout 7\n";
    const asked = await resolve({ config }, { name: "web1", connectTimeoutMs: 3000 });
    expect(asked).toMatchObject({ connectTimeoutMs: 3000, via: { hops: [{ connectTimeoutMs: 3000 }] } });
  });

  it("pins the keys of jump hosts where those of the host are pinned", async () => {
    const login = await resolve(
      { config: "Host web1\n ProxyJump gate\n" },
      { name: "web1", knownHosts: "/pins" },
    );
    expect(login.via).toMatchObject({ hops: [{ hostKeys: { files: ["/pins"] } }] });
  });

  it("yields to none, and leaves ProxyCommand with its tokens", async () => {
    expect(await via("Host web1\n ProxyJump none\nHost *\n ProxyJump gate\n", { name: "web1" })).toEqual({
      kind: "direct",
    });
    const config = 'Host web1\n Port 24\n ProxyCommand nc -X "con%%nect" %h %p\n';
    expect(await via(config, { name: "web1" })).toEqual({
      kind: "command",
      command: 'nc -X "con%nect" web1 24',
    });
  });
});
