import { describe, expect, it } from "vitest";
import { appliedManifest } from "../../../src/kubernetes/applied-manifest.ts";
import { readAppliedObjects } from "../../../src/kubernetes/applied-objects-probe.ts";
import { manifestObjects, objectHash } from "../../../src/kubernetes/manifest-objects.ts";

const text = `apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: Namespace, metadata: { name: net } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: net, annotations: { a: b } }
spec: { template: { spec: { volumes: [{ configMap: { defaultMode: 0644 } }] } } }
---
`;
const objects = manifestObjects(text, "net.yaml");
const [namespace = {}, daemonSet = {}] = objects;
const whole = { "namespace  net": objectHash(namespace), "daemonset net agent": objectHash(daemonSet) };
const manifest = appliedManifest("net", objects);
const plan = (hashes: Record<string, string>) => manifest.plan({ applied: { kind: "answered", hashes } });

describe("a manifest", () => {
  it("is read as kubectl reads it", () => {
    expect(objects).toHaveLength(2);
    expect(daemonSet).toMatchObject({
      spec: { template: { spec: { volumes: [{ configMap: { defaultMode: 420 } }] } } },
    });
    expect(() => manifestObjects("kind: [", "net.yaml")).toThrow("net.yaml is no valid YAML");
    expect(() => manifestObjects("a: b", "net.yaml")).toThrow("no object of Kubernetes");
  });

  it("is applied where nothing of it is there, and can be taken back then", () => {
    const planned = plan({});
    expect(planned).toMatchObject({ changes: [{ summary: "kubectl apply: 2 objects of net" }] });
    const [change] = planned.kind === "changes" ? planned.changes : [];
    expect(change).toMatchObject({
      undo: expect.stringContaining("'delete' 'daemonset.apps/agent' '-n' 'net'"),
    });
  });

  it("is left alone where all of it is as it was applied", () => {
    expect(plan(whole)).toEqual({ kind: "changes", changes: [] });
    expect(manifest.after?.({ applied: { kind: "answered", hashes: {} } })).toEqual({
      applied: { kind: "answered", hashes: whole },
    });
  });

  it("applies what is gone or has changed, and cannot take that back", () => {
    const changed = { ...whole, "daemonset net agent": "" };
    const planned = plan(changed);
    expect(planned).toMatchObject({ changes: [{ summary: "kubectl apply: 1 object of net" }] });
    expect(planned.kind === "changes" && "undo" in (planned.changes[0] ?? {})).toBe(false);
  });

  it("waits for an API server that does not answer", () => {
    expect(manifest.plan({ applied: { kind: "unanswered", reason: "it is down" } })).toEqual({
      kind: "blocked",
      reason: "it is down",
    });
  });
});

describe("what was applied", () => {
  it("is read from lines of columns; an unknown kind is nothing", () => {
    const output = "DaemonSet   net      agent   abc\nConfigMap   net   settings   <none>\n";
    const unknown = `error: the server doesn't have a resource type "pool"`;
    expect(
      readAppliedObjects([
        { kind: "answered", output: "Namespace   <none>   net   def" },
        { kind: "answered", output },
        { kind: "unanswered", reason: unknown },
      ]),
    ).toEqual({
      kind: "answered",
      hashes: { "namespace  net": "def", "daemonset net agent": "abc", "configmap net settings": "" },
    });
    expect(readAppliedObjects([{ kind: "unanswered", reason: "it is down" }])).toEqual({
      kind: "unanswered",
      reason: "it is down",
    });
  });
});
