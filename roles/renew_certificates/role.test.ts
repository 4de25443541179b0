import { describe, expect, it } from "vitest";
import { nothingThere } from "../../src/testing/path-states.ts";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const names = ["cp1", "192.0.2.11"];
const fresh = [
  { name: "apiserver", daysLeft: 300, names },
  { name: "admin.conf", daysLeft: 300, names: [] },
];
const oldServer = [{ name: "apiserver", daysLeft: 3, names }, ...fresh.slice(1)];
const half = { ...nothingThere, kind: "directory" };

function renewal(
  args: Parameters<typeof role.tasks>[0]["args"],
  certificates: readonly unknown[],
  kept: unknown = nothingThere,
) {
  const facts = { certificates, kept };
  const task = testRole(role, { args, facts }).task("Renew the certificates").built();
  return { resource: task.resource, plan: task.plan(facts) };
}

describe("the certificates of a control plane", () => {
  it("are left alone while they have days enough and all names", () => {
    expect(renewal({}, fresh).plan).toMatchObject({
      changes: [],
      message: "apiserver 300 d, admin.conf 300 d",
    });
  });

  it("are renewed where they end soon, by force, or for a name", () => {
    const summary = (args: Parameters<typeof renewal>[0], certificates = fresh) => {
      const { plan } = renewal(args, certificates);
      return plan.kind === "changes" && plan.changes[0]?.kind === "run" ? plan.changes[0].summary : null;
    };
    expect(summary({}, oldServer)).toBe("kubeadm certs renew apiserver");
    expect(summary({ force: "true" })).toBe("kubeadm certs renew apiserver, admin.conf");
    expect(summary({ cert_sans: ["api.lab.example"] })).toBe(
      "certificate of the API server with api.lab.example",
    );
  });

  it("make the kubeconfig unknown only where the administrator's is among them", () => {
    const spoilt = (...given: Parameters<typeof renewal>) =>
      renewal(...given).resource.spoils?.map(({ subject }) => subject);
    expect(spoilt({ force: true }, fresh)).toEqual(["path /etc/kubernetes/admin.conf"]);
    expect(spoilt({}, oldServer)).toEqual([]);
    expect(spoilt({ cert_sans: ["api.lab.example"] }, fresh)).toEqual([]);
  });

  it("are all renewed where an earlier renewal was interrupted", () => {
    const { resource, plan } = renewal({}, fresh, half);
    expect(plan).toMatchObject({ changes: [{ summary: "kubeadm certs renew apiserver, admin.conf" }] });
    expect(resource.verify?.({ certificates: fresh, kept: half })).toBe("the renewal has not ended");
    expect(resource.verify?.({ certificates: fresh, kept: nothingThere })).toBeNull();
  });

  it("are looked for on control planes alone", () => {
    expect(renewal({}, []).plan).toMatchObject({ kind: "failed" });
    expect(testRole(role, { args: {}, host: "worker1" }).tasks).toEqual([]);
  });
});
