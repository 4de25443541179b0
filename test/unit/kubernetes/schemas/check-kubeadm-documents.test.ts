import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkKubeadmDocuments } from "../../../../src/kubernetes/schemas/check-kubeadm-documents.ts";

const printed = readFileSync(join(import.meta.dirname, "printed-defaults.yaml"), "utf8");

function told(text: string): string[] {
  return checkKubeadmDocuments(text).map(
    ({ message, hint, location }) => `${location?.line ?? "-"}: ${message}${hint ? `; ${hint}` : ""}`,
  );
}

function join3(...lines: string[]): string {
  return ["apiVersion: kubeadm.k8s.io/v1beta4", "kind: JoinConfiguration", "discovery: {}", ...lines].join(
    "\n",
  );
}

describe("a file for kubeadm", () => {
  it("may hold all that kubeadm itself prints, with its nulls and empty values", () => {
    expect(told(printed)).toEqual([]);
  });

  it("is told of every wrong field at its line, in every document", () => {
    const text = printed
      .replace("bindPort: 6443", "bindPorts: 6443")
      .replace("dataDir: /var/lib/etcd", "dataDir: 5")
      .replace("cgroupDriver: systemd", "cgroupDriver: sytemd")
      .replace("strictARP: false", "strictARP: no thanks");
    const lineOf = (word: string): number => text.split("\n").findIndex((line) => line.includes(word)) + 1;
    expect(told(text)).toEqual([
      `${lineOf("bindPorts")}: unknown key "bindPorts" in "localAPIEndpoint"; did you mean "bindPort"?`,
      `${lineOf("dataDir: 5")}: "etcd.local.dataDir" must be a string, not 5`,
      `${lineOf("sytemd")}: "cgroupDriver" must be one of cgroupfs, systemd, not "sytemd"; did you mean "systemd"?`,
      `${lineOf("no thanks")}: "ipvs.strictARP" must be true or false, not "no thanks"`,
    ]);
  });

  it.each([
    [
      "flags as a mapping",
      join3("nodeRegistration: {kubeletExtraArgs: {v: '2'}}"),
      /must be a list or empty/,
    ],
    [
      "a token of another form",
      join3("discovery: {bootstrapToken: {token: abc}}").replace("discovery: {}\n", ""),
      /must be a bootstrap token/,
    ],
    [
      "a hash of another form",
      join3("discovery: {bootstrapToken: {token: abcdef.0123456789abcdef, caCertHashes: [abc]}}").replace(
        "discovery: {}\n",
        "",
      ),
      /must be sha256: and 64/,
    ],
    ["a duration without a unit", join3("timeouts: {discovery: '5'}"), /must be a duration such as 30s/],
    ["a taint without effect", join3("nodeRegistration: {taints: [{key: a}]}"), /lacks "effect"/],
    ["a number where text belongs", join3("caCertPath: 5"), /must be a string/],
    ["no discovery", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration", /lacks "discovery"/],
    [
      "a field of v1beta4 in v1beta3",
      "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nproxy: {}",
      /unknown key "proxy"/,
    ],
    [
      "a kind of v1beta4 in v1beta3",
      "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ResetConfiguration",
      /has no kind "ResetConfiguration"/,
    ],
    [
      "an unknown version",
      "apiVersion: kubeadm.k8s.io/v1beta5\nkind: ClusterConfiguration",
      /knows no apiVersion/,
    ],
    ["no kind", "apiVersion: kubeadm.k8s.io/v1beta4", /lacks "kind"/],
    ["a list", "- a", /is a mapping/],
    ["nothing", "---\n---\n", /holds no configuration/],
    ["the same kind twice", `${join3()}\n---\n${join3()}`, /two documents of kind JoinConfiguration/],
    ["what is not YAML", "a: b: c", /./],
  ])("is refused with %s", (_, text, expected) => {
    expect(told(text)).toEqual([expect.stringMatching(expected)]);
  });
});
