import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { anonymousApiGet, apiGet } from "../../../src/kubernetes/api-get.ts";
import { answeringServers, parseAnsweringServers } from "../../../src/kubernetes/api-servers.ts";
import { nodeTruthScript } from "../../../src/kubernetes/node-traces.ts";
import { nodeVersions } from "../../../src/kubernetes/node-versions.ts";
import { resetScript } from "../../../src/kubernetes/reset-script.ts";

const endpoint = "[fd00::1]:6443";
const scripts = [
  ["reset", resetScript()],
  ["node truth", nodeTruthScript([{ name: "w1", endpoint }])],
  ["node versions", nodeVersions({ node: "w1" }).kind.script([{ node: "w1" }])],
  ["API servers", answeringServers({ endpoints: [endpoint] }).kind.script([{ endpoints: [endpoint] }])],
  ["one request", apiGet("/etc/kubernetes/kubelet.conf", { path: "/version", endpoint, seconds: 5 })],
  ["a stranger's request", anonymousApiGet({ path: "/livez", endpoint, seconds: 3 })],
] as const;

describe("scripts that ask and reset", () => {
  it.each(scripts)("pass shellcheck: %s", (_, script) => {
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });

  it.each(scripts)("parse in busybox: %s", (_, script) => {
    const { status, stderr } = spawnSync("busybox", ["sh", "-n"], { input: script, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

describe("the reset", () => {
  it("is this", async () => {
    await expect(resetScript()).toMatchFileSnapshot("golden/reset.sh");
  });
});

describe("API servers that answer", () => {
  it("do so also where they let no strangers in, and not where only something listens", () => {
    const printed = `10.0.0.1:6443 0 ok
10.0.0.2:6443 1 error: You must be logged in to the server (Unauthorized)
10.0.0.3:6443 1 Unable to connect to the server: EOF
10.0.0.4:6443 124 
`;
    expect([...parseAnsweringServers(printed)]).toEqual(["10.0.0.1:6443", "10.0.0.2:6443"]);
  });
});
