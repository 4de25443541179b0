import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mergeIntoOwn, ownKubeconfig } from "../../../src/cli/merge-into-own.ts";
import { labKubeconfig } from "../../../src/kubernetes/lab-kubeconfig.ts";

const conf = `clusters: [{name: k, cluster: {server: "https://10.0.0.2:6443"}}]
users: [{name: a, user: {}}]
contexts: [{name: c, context: {cluster: k, user: a}}]
current-context: c
`;
const text = labKubeconfig(conf, { name: "dev" });
const dev = { cluster: "dev", text: typeof text === "string" ? text : "" };

let folder = "";
let path = "";
let told = "";
const write = (line: string): void => {
  told += line;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-kube-"));
  path = join(folder, ".kube", "config");
  told = "";
  vi.stubEnv("KUBECONFIG", `${path}:/nowhere`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("the user's own kubeconfig", () => {
  it("is made for the user alone where there is none", () => {
    mergeIntoOwn([dev], false, write);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, ".kube")).mode & 0o777).toBe(0o700);
    expect(told).toBe(`dev: added to ${path}\n  kubectl get nodes\n`);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("is kept beside the new one, with its mode, and not written again for nothing", () => {
    mergeIntoOwn([dev], false, write);
    const mine = "# mine\napiVersion: v1\nkind: Config\ncurrent-context: x\n";
    writeFileSync(path, mine, { mode: 0o640 });
    mergeIntoOwn([dev], false, write);
    expect(readFileSync(`${path}.before-lab`, "utf8")).toBe(mine);
    const merged = statSync(path);
    mergeIntoOwn([dev], false, write);
    expect(statSync(path).ino).toBe(merged.ino);
  });

  it("is not touched while kubectl changes it", () => {
    mergeIntoOwn([dev], false, write);
    writeFileSync(`${path}.lock`, "");
    expect(() => mergeIntoOwn([dev], true, write)).toThrow(`somebody else changes ${path} right now`);
  });

  it("is the first that KUBECONFIG names, else the one in the home directory", () => {
    expect(ownKubeconfig({ KUBECONFIG: ":/a:/b" })).toBe("/a");
    expect(ownKubeconfig({})).toMatch(/\/\.kube\/config$/);
  });
});
