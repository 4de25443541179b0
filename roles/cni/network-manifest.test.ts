import { describe, expect, it } from "vitest";
import { manifestObjects } from "../../src/kubernetes/manifest-objects.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { calicoManifest } from "./calico-manifest.ts";
import { flannelManifest } from "./flannel-manifest.ts";
import role from "./role.ts";

/** What of kube-flannel.yml (v0.26) is changed. */
const flannel = `---
apiVersion: v1
kind: Namespace
metadata: { name: kube-flannel }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: kube-flannel-cfg, namespace: kube-flannel }
data:
  cni-conf.json: "{}"
  net-conf.json: |
    { "Network": "10.244.0.0/16", "EnableNFTables": false, "Backend": { "Type": "vxlan" } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: kube-flannel-ds, namespace: kube-flannel }
spec:
  template:
    spec:
      containers:
      - name: kube-flannel
        args: [--ip-masq, --kube-subnet-mgr, --iface=eth9]
      volumes:
      - name: run
        hostPath: { path: /run/flannel }
`;

/** What of calico.yaml (v3.30) is changed. */
const calico = `apiVersion: v1
kind: ConfigMap
metadata: { name: calico-config, namespace: kube-system }
data:
  veth_mtu: "0"
  cni_network_config: |-
    { "plugins": [ { "type": "calico", "mtu": __CNI_MTU__, "ipam": {
        "type": "calico-ipam"
      } } ] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec:
  template:
    spec:
      containers:
      - name: calico-node
        env:
        - { name: IP, value: autodetect }
        - { name: CALICO_IPV4POOL_CIDR, value: 192.168.0.0/16 }
`;

const dual = ["10.20.0.0/16", "fd00:20::/56"];

describe("flannel's manifest", () => {
  const objects = manifestObjects(flannel, "kube-flannel.yml");
  const config = (changed: readonly Record<string, unknown>[]) => {
    const { data } = changed[1] as { data: Record<string, string> };
    return JSON.parse(data["net-conf.json"] ?? "");
  };

  it("gets the cluster's networks, MTU and interface, and keeps the rest", () => {
    const changed = flannelManifest(objects, { podCidrs: dual, mtu: 1400, interface: "eth1" });
    expect(config(changed)).toEqual({
      Network: "10.20.0.0/16",
      EnableIPv6: true,
      IPv6Network: "fd00:20::/56",
      EnableNFTables: false,
      Backend: { Type: "vxlan", MTU: 1400 },
    });
    expect(changed[2]).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [{ name: "kube-flannel", args: ["--ip-masq", "--kube-subnet-mgr", "--iface=eth1"] }],
            volumes: [{ name: "run" }],
          },
        },
      },
    });
    expect(changed[0]).toEqual(objects[0]);
  });

  it("can do without IPv4", () => {
    expect(config(flannelManifest(objects, { podCidrs: ["fd00:20::/56"] }))).toMatchObject({
      EnableIPv4: false,
      EnableIPv6: true,
    });
  });

  it("is refused where it is another one", () => {
    const other = manifestObjects(calico, "calico.yaml");
    expect(() => flannelManifest(other, { podCidrs: dual })).toThrow('no ConfigMap "kube-flannel-cfg"');
  });
});

describe("Calico's manifest", () => {
  const objects = manifestObjects(calico, "calico.yaml");

  it("gets the cluster's networks, MTU and interface", () => {
    const [config, daemonSet] = calicoManifest(objects, { podCidrs: dual, mtu: 1400, interface: "eth1" });
    expect(config).toMatchObject({ data: { veth_mtu: "1400" } });
    expect(JSON.stringify(config)).toContain('assign_ipv6\\":\\"true');
    expect(daemonSet).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: "IP", value: "autodetect" },
                  { name: "CALICO_IPV4POOL_CIDR", value: "10.20.0.0/16" },
                  { name: "IP6", value: "autodetect" },
                  { name: "FELIX_IPV6SUPPORT", value: "true" },
                  { name: "CALICO_IPV6POOL_CIDR", value: "fd00:20::/56" },
                  { name: "CALICO_IPV6POOL_NAT_OUTGOING", value: "true" },
                  { name: "IP_AUTODETECTION_METHOD", value: "interface=eth1" },
                  { name: "IP6_AUTODETECTION_METHOD", value: "interface=eth1" },
                ],
              },
            ],
          },
        },
      },
    });
  });

  it("keeps the plugin's configuration where there is only IPv4", () => {
    const [config] = calicoManifest(objects, { podCidrs: ["10.20.0.0/16"] });
    expect(config).toEqual(objects[0]);
  });
});

describe("the role with a manifest", () => {
  it("acts once per cluster", () => {
    const args = { cni: "flannel", manifest: "kube-flannel.yml" } as const;
    expect(testRole(role, { args, host: "worker1" }).tasks).toEqual([]);
    expect(testRole(role, { args, host: "cp1" }).tasks.map(({ name }) => name)).toEqual([
      "Apply the manifest of flannel",
      "Wait until flannel runs on every node",
    ]);
  });

  it("refuses to guess where it is", () => {
    expect(() => testRole(role, { args: { cni: "calico" } })).toThrow(
      "nothing says where the manifest of calico is",
    );
  });
});
