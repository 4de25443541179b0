import { fileModule as file } from "../../../src/resources/file.ts";
import { packageModule } from "../../../src/resources/package.ts";
import { pathState } from "../../../src/resources/path-probe.ts";
import { sysctlModule as sysctl } from "../../../src/resources/sysctl.ts";
import { type RoleTask, task } from "../../../src/role/role.ts";
import { guardedServiceModule as guardedService } from "../guarded-service.ts";
import { defineVpnKind, type VpnContext } from "../vpn-kind.ts";
import { checkWireguard } from "./check-settings.ts";
import { keyModule as wireguardKey } from "./key-module.ts";
import { oldKeysModule as oldKeys } from "./old-keys-module.ts";
import { keyFile, tunnelFile, tunnelUnit } from "./paths.ts";
import { type WireguardSettings, wireguardSettings } from "./settings.ts";
import { tunnelTask } from "./tunnel-tasks.ts";
import { userspaceTasks } from "./userspace-tasks.ts";

/** WireGuard by wg-quick: private keys are made on the hosts and stay there, public ones go to the others. */
export const wireguard = defineVpnKind({
  name: "wireguard",
  settings: wireguardSettings,
  prepare({ settings, cluster }) {
    checkWireguard(settings, cluster);
    return [
      task("Install WireGuard's tools", packageModule, {
        name: "wireguard-tools",
        install_recommends: false,
      }),
      ...userspaceTasks(settings.userspace ?? "auto"),
      task("Make the key of the tunnel", wireguardKey, { path: keyFile(settings.key_generation) }),
    ];
  },
  join(context) {
    const key = keyFile(context.settings.key_generation);
    return [
      ...hubTasks(context),
      tunnelTask(context, key),
      task("Start the tunnel at boot and now", guardedService, {
        name: tunnelUnit,
        state: "started",
        enabled: true,
      }),
      task("Remove keys of earlier generations", oldKeys, { keep: key }),
    ];
  },
  leave: () => [
    task(
      "Stop the tunnel of WireGuard",
      guardedService,
      { name: tunnelUnit, state: "stopped", enabled: false },
      { uses: { conf: pathState({ path: tunnelFile }) }, when: ({ conf }) => conf.kind === "file" },
    ),
    task("Forget the tunnel of WireGuard", file, { path: tunnelFile, state: "absent" }),
    task("Remove the keys of WireGuard", oldKeys, {}),
  ],
});

/** A hub passes on what its spokes send each other. */
function hubTasks({ settings, host }: VpnContext<WireguardSettings>): RoleTask[] {
  if (settings.topology !== "hub" || settings.hub !== host.name) return [];
  const args = { name: "net.ipv4.ip_forward", value: 1, sysctl_file: "/etc/sysctl.d/90-lab.conf" };
  return [task("Pass on packets between spokes", sysctl, args)];
}
