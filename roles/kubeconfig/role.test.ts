import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { fileHolding, nothingThere } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const name = "Keep the kubeconfig of demo here";
const adminConf = (cluster: Record<string, string>): string =>
  stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "kubernetes", cluster }],
    contexts: [
      { name: "kubernetes-admin@kubernetes", context: { cluster: "kubernetes", user: "kubernetes-admin" } },
    ],
    users: [{ name: "kubernetes-admin", user: { "client-key-data": "S0VZ" } }],
    "current-context": "kubernetes-admin@kubernetes",
  });
const conf = fileHolding(adminConf({ server: "https://192.0.2.11:6443" }));

function planned(args: Parameters<typeof role.tasks>[0]["args"], states = {}) {
  const folder = { ...conf, kind: "directory" };
  return testRole(role, { args, facts: { conf } })
    .task(name)
    .built()
    .plan({ folder, ...states });
}

function written(args: Parameters<typeof role.tasks>[0]["args"]): string {
  const plan = planned(args);
  const [change] = plan.kind === "changes" ? plan.changes : [];
  if (change?.kind !== "path" || change.after.kind !== "file") throw new Error("nothing is written");
  return change.after.content?.kind === "text" ? change.after.content.text : "";
}

describe("the kubeconfig of a cluster", () => {
  it("has names that no other cluster has, and the endpoint of the nodes", () => {
    const config = parse(written({}));
    expect(config).toMatchObject({
      clusters: [{ name: "demo", cluster: { server: "https://192.0.2.11:6443" } }],
      users: [{ name: "demo-admin", user: { "client-key-data": "S0VZ" } }],
      contexts: [{ name: "demo", context: { cluster: "demo", user: "demo-admin" } }],
      "current-context": "demo",
    });
  });

  it("names the API server as it is seen from here, where that is said", () => {
    const args = { server: "https://127.0.0.1:7443", tls_server_name: "cp1" };
    expect(parse(written(args)).clusters[0].cluster).toMatchObject({
      server: "https://127.0.0.1:7443",
      "tls-server-name": "cp1",
    });
  });

  it("is kept for the user who runs lab alone, and never shown", () => {
    expect(planned({ folder: "/home/me/k" })).toMatchObject({
      changes: [
        {
          path: "/home/me/k/demo.yaml",
          secret: true,
          after: { mode: "0600" },
        },
      ],
    });
    expect(planned({}, { folder: nothingThere })).toMatchObject({
      changes: [{ kind: "run", summary: expect.stringMatching(/^mkdir .*kubeconfigs$/) }, { kind: "path" }],
    });
  });

  it("is left alone where it is the same", () => {
    const uid = process.getuid?.() ?? 0;
    const file = fileHolding(written({}), {
      mode: "0600",
      owner: String(uid),
      uid,
      group: String(process.getgid?.()),
    });
    expect(planned({}, { file })).toEqual({ kind: "changes", changes: [] });
  });

  it("waits for a cluster, and acts once for each", () => {
    const without = testRole(role, { args: {}, facts: { conf: nothingThere } });
    expect(without.task(name).waitsFor).toBe("there is no /etc/kubernetes/admin.conf on cp1");
    expect(testRole(role, { args: {}, host: "worker1", facts: { conf } }).tasks).toEqual([]);
  });

  it("is refused where it names files of the host", () => {
    const facts = {
      conf: fileHolding(adminConf({ server: "https://a:6443", "certificate-authority": "/etc/ca.crt" })),
    };
    expect(testRole(role, { args: {}, facts }).task(name).built().plan()).toEqual({
      kind: "failed",
      message: "the kubeconfig of demo cannot be used: it names files of the host: /etc/ca.crt",
    });
  });
});
