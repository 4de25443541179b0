import { copyModule as copy } from "../../../src/resources/copy.ts";
import { directoryModule as directory } from "../../../src/resources/directory.ts";
import { fileModule as file } from "../../../src/resources/file.ts";
import { pathState } from "../../../src/resources/path-probe.ts";
import { flushHandlers, task } from "../../../src/role/role.ts";
import { guardedServiceModule as guardedService } from "../guarded-service.ts";
import { defineVpnKind } from "../vpn-kind.ts";
import { dropInText } from "./daemon-files.ts";
import { installTasks } from "./install-tasks.ts";
import { logoutModule as logout } from "./logout-module.ts";
import { daemonUnit, dropInFile, dropInFolder } from "./paths.ts";
import { wantedPreferences } from "./preferences.ts";
import { tailscaleSettings } from "./settings.ts";
import { stateFolderModule as stateFolder } from "./state-folder-module.ts";
import { upModule as tailscaleUp } from "./up-module.ts";

const restart = "Restart tailscaled";
/** Whether lab has joined the host: what others have joined is left alone. */
const joined = {
  uses: { own: pathState({ path: dropInFile }) },
  when: ({ own }: { readonly own: { readonly kind: string } }) => own.kind === "file",
};

/** Tailscale, or Headscale by its `login_server`: tailscaled runs from boot on, and comes back by itself. */
export const tailscale = defineVpnKind({
  name: "tailscale",
  settings: tailscaleSettings,
  join: ({ settings, host }) => {
    const { hostname, loginServer, tags, advertiseRoutes, ...rest } = wantedPreferences(settings, host);
    const preferences = {
      hostname,
      loginServer,
      tags: [...tags],
      advertiseRoutes: [...advertiseRoutes],
      ...rest,
    };
    return [
      task("Create the folder of tailscaled's state", stateFolder, {}),
      ...installTasks(settings, restart),
      task("Create the folder for lab's part of tailscaled's service", directory, {
        path: dropInFolder,
        mode: "0755",
      }),
      task(
        "Set what tailscaled reads from its environment",
        copy,
        { dest: dropInFile, content: dropInText(settings.mtu), mode: "0644" },
        { notify: restart },
      ),
      flushHandlers,
      task("Start tailscaled at boot and now", guardedService, {
        name: daemonUnit,
        state: "started",
        enabled: true,
      }),
      task("Join the tailnet", tailscaleUp, {
        preferences,
        ...(settings.auth_key === undefined ? {} : { auth_key: settings.auth_key }),
        timeout: settings.timeout ?? 60,
        warn_days: settings.expiry_warning ?? 14,
      }),
    ];
  },
  leave: () => [
    task("Leave the tailnet", logout, {}, joined),
    task("Stop tailscaled", guardedService, { name: daemonUnit, state: "stopped", enabled: false }, joined),
    task("Forget lab's part of tailscaled's service", file, { path: dropInFile, state: "absent" }),
  ],
  handlers: () => [task(restart, guardedService, { name: daemonUnit, state: "restarted" })],
});
