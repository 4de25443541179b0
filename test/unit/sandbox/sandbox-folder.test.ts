import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { filesIn, knownHostsLine, removeFiles, writeFiles } from "../../../src/sandbox/sandbox-folder.ts";

describe("the folder of a sandbox", () => {
  it("is readable to its owner alone, also where an earlier sandbox left files", async () => {
    const parent = mkdtempSync(join(tmpdir(), "lab-unit-"));
    onTestFinished(() => rmSync(parent, { recursive: true }));
    const folder = join(parent, "sandbox");
    const files = filesIn(folder);
    const content = { clusters: "{}\n", key: "secret\n", knownHosts: "" };
    await writeFiles(files, content);
    await writeFiles(files, content);
    expect(readdirSync(folder).sort()).toEqual(["clusters.json", "id_ed25519", "known_hosts"]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(files.key).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, "notes.txt"), "mine");
    await removeFiles(folder);
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });

  it("pins host keys by address and by name", () => {
    const host = { name: "cp1", address: "172.18.0.2", port: 22 };
    expect(knownHostsLine(host, "ssh-ed25519 AAAA")).toBe("172.18.0.2,cp1 ssh-ed25519 AAAA\n");
    expect(knownHostsLine({ ...host, port: 2222 }, "ssh-ed25519 AAAA")).toBe(
      "[172.18.0.2]:2222,[cp1]:2222 ssh-ed25519 AAAA\n",
    );
  });
});
