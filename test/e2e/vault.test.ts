import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newKeyPair, seal } from "../../src/vault/age.ts";
import { sealedValue } from "../../src/vault/write-vault-values.ts";
import { runLab } from "../run-lab.ts";
import { sharedHost, sharedInventory } from "./hosts.ts";

const token = "vaulted-7f3a91c2-token";
const folder = mkdtempSync(join(tmpdir(), "lab-vault-"));
const inventory = join(folder, "clusters.json");

beforeAll(async () => {
  const { identity, recipient } = await newKeyPair();
  const host = sharedHost("worker1");
  const login = await seal(host.adminPassword, [recipient]);
  const data = JSON.parse(readFileSync(sharedInventory(), "utf8"));
  const [cluster] = data.clusters;
  const node = cluster.nodes.find(({ name }: { name: string }) => name === host.name);
  const { host: address, port } = node;
  const only = {
    name: host.name,
    role: "control_plane",
    host: address,
    port,
    user: host.adminUser,
    password: login,
  };
  const known = join(dirname(sharedInventory()), "known_hosts");
  const clusters = [{ ...cluster, nodes: [only] }];
  writeFileSync(inventory, JSON.stringify({ known_hosts: known, clusters }));
  writeFileSync(join(folder, "vault.key"), `${identity}\n`, { mode: 0o600 });
  const block = { kind: "block", header: "|", indent: "  " } as const;
  mkdirSync(join(folder, "group_vars"));
  writeFileSync(
    join(folder, "group_vars/all.yaml"),
    `api_login: ${sealedValue(await seal(token, [recipient]), block)}\n`,
  );
  writeFileSync(
    join(folder, "play.yaml"),
    `- hosts: worker1
  tasks:
    - name: Who is this
      shell: 'id -un; id -u; echo "$LOGIN"'
      environment: { LOGIN: "{{api_login}}" }
    - name: Write the login
      copy: { dest: /root/api-login, content: "{{api_login}}\\n", mode: "0600" }
`,
  );
});

afterAll(async () => {
  await sharedHost("worker1").exec("rm -f /root/api-login");
  rmSync(folder, { recursive: true });
});

describe("a vaulted password", () => {
  const key = ["--vault-key", join(folder, "vault.key")];

  it.each([["--check"], ["--output=json"], ["-vv"]])(
    "logs in and becomes root, and shows nowhere: %s",
    async (flag) => {
      const args = ["play", join(folder, "play.yaml"), "-i", inventory, "--diff", flag];
      const { exitCode, stdout, stderr } = await runLab([...args, ...key]);
      expect(stderr).toBe("");
      expect(exitCode, stdout).toBe(0);
      const { adminPassword } = sharedHost("worker1");
      for (const secret of [adminPassword, token, "BEGIN AGE"]) {
        expect(stdout).not.toContain(secret);
        expect(stdout).not.toContain(Buffer.from(secret).toString("base64").slice(0, 12));
      }
    },
  );

  it("comes to the host as it was encrypted", async () => {
    expect((await sharedHost("worker1").exec("cat /root/api-login")).stdout).toBe(`${token}\n`);
  });

  it("is not looked for on a host where there is no key", async () => {
    const args = ["play", join(folder, "play.yaml"), "-i", inventory, "--output=json"];
    const { exitCode, stdout, stderr } = await runLab(args, { HOME: folder });
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("this is encrypted, and there is no vault key");
  });
});
