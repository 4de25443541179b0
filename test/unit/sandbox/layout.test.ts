import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { checkLayout, defaultLayout, renderClusters } from "../../../src/sandbox/layout.ts";

describe("the layout of a sandbox", () => {
  it("is one control plane and workers, written as clusters.json", () => {
    const clusters = defaultLayout(2);
    const hosts = [
      { name: "cp1", address: "172.18.0.2", port: 22 },
      { name: "worker1", address: "172.18.0.3", port: 22 },
    ];
    const names = { user: "lab", key: "id_ed25519", knownHosts: "known_hosts" };
    const size = { cpu: 1, memory: 1024, disk: 10 };
    const login = { port: 22, user: "lab", key: "id_ed25519" };
    expect(JSON.parse(renderClusters(clusters, hosts, names))).toEqual({
      base_image: "lab-sandbox",
      ssh_user: "lab",
      known_hosts: "known_hosts",
      clusters: [
        {
          name: "demo",
          pod_cidr: "10.244.0.0/16",
          service_cidr: "10.96.0.0/16",
          nodes: [
            { name: "cp1", role: "control_plane", ...size, host: "172.18.0.2", ...login },
            { name: "worker1", role: "worker", ...size, host: "172.18.0.3", ...login },
          ],
        },
      ],
    });
  });

  it.each([
    ["a name that is no host name", "Demo_1", defaultLayout(1)],
    ["two hosts of one name", "demo", [...defaultLayout(1), ...defaultLayout(1)]],
    ["no host at all", "demo", []],
  ])("refuses %s", (_what, name, clusters) => {
    expect(() => checkLayout(name, clusters)).toThrow(InputError);
  });

  it("accepts the default", () => {
    expect(() => checkLayout("demo", defaultLayout(10))).not.toThrow();
  });
});
