import { describe, it } from "vitest";
import { backupChange } from "../../../../src/network/multinic/backup-change.ts";
import { interfaceDifference } from "../../../../src/network/multinic/interface-difference.ts";
import { reloadScript, restoreScript } from "../../../../src/network/multinic/restore-script.ts";
import { settleScript } from "../../../../src/network/multinic/settle-script.ts";
import { expectReviewed } from "../expect-reviewed.ts";
import { link, mac, plain, rich } from "./example-host.ts";

describe("scripts are as reviewed:", () => {
  const bare = link("ens4", mac(1), { isUp: true });
  const used = link("multinic0", mac(1), {
    isUp: true,
    mtu: 1400,
    addresses: [{ address: "10.30.0.6/24", isDynamic: false }],
    routes: [{ to: "10.99.0.0/16", via: "10.30.0.1", metric: 0, protocol: "static" }],
  });
  const settle = (backend: "netplan" | "wicked", wanted: typeof rich, before: typeof bare) =>
    settleScript(backend, "multinic0", wanted, interfaceDifference(before, wanted, "multinic0"));
  it.each([
    ["settle-netplan", settle("netplan", rich, used)],
    ["settle-netplan-plain", settle("netplan", plain, link("ens5", mac(2)))],
    ["settle-wicked", settle("wicked", rich, bare)],
    ["restore-new", restoreScript("multinic0", rich, bare)],
    ["restore-own", restoreScript("multinic0", rich, used)],
    ["reload", reloadScript("netplan")],
    ["backup", backupChange("/etc/netplan/90-multinic0.yaml").script],
  ])("%s", (name, script) => expectReviewed(script, name));
});
