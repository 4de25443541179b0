import { InputError } from "../../../src/errors.ts";
import { copyModule as copy } from "../../../src/resources/copy.ts";
import { fileModule as file } from "../../../src/resources/file.ts";
import { packageModule } from "../../../src/resources/package.ts";
import { pathState } from "../../../src/resources/path-probe.ts";
import { flushHandlers, type RoleTask, task } from "../../../src/role/role.ts";
import { addressModule as vpnAddress } from "../address-module.ts";
import { guardedServiceModule as guardedService } from "../guarded-service.ts";
import { defineVpnKind } from "../vpn-kind.ts";
import { clientFile, clientText, clientUnit, givenFile, passwordFile } from "./client-text.ts";
import { type OpenvpnSettings, openvpnSettings } from "./settings.ts";

const restart = "Restart the client of OpenVPN";

/** A client of OpenVPN by its unit openvpn-client@lab: the server, and who may come in, is the business of others. */
export const openvpn = defineVpnKind({
  name: "openvpn",
  settings: openvpnSettings,
  join: ({ settings }) => [
    task("Install OpenVPN", packageModule, { name: "openvpn", install_recommends: false }),
    task(
      "Put the client's configuration in place",
      copy,
      { src: settings.config, dest: givenFile, mode: "0600", secret: true },
      { notify: restart },
    ),
    ...passwordTasks(settings),
    task(
      "Describe the client of OpenVPN",
      copy,
      { dest: clientFile, content: clientText(settings.user !== undefined), mode: "0600" },
      { notify: restart },
    ),
    flushHandlers,
    task("Start the client of OpenVPN at boot and now", guardedService, {
      name: clientUnit,
      state: "started",
      enabled: true,
    }),
    task("Wait for an address in the VPN", vpnAddress, {
      kind: "openvpn",
      unit: clientUnit,
      timeout: settings.timeout ?? 60,
    }),
  ],
  leave: () => [
    task(
      "Stop the client of OpenVPN",
      guardedService,
      { name: clientUnit, state: "stopped", enabled: false },
      { uses: { conf: pathState({ path: clientFile }) }, when: ({ conf }) => conf.kind === "file" },
    ),
    ...[clientFile, givenFile, passwordFile].map((path) =>
      task(`Remove ${path}`, file, { path, state: "absent" }),
    ),
  ],
  handlers: () => [task(restart, guardedService, { name: clientUnit, state: "restarted" })],
});

function passwordTasks({ user, password }: OpenvpnSettings): RoleTask[] {
  if (user === undefined && password === undefined) return [];
  if (user === undefined || password === undefined) {
    throw new InputError({
      message: `openvpn has ${user === undefined ? "a password and no user" : "a user and no password"}`,
      hint: 'write both "user" and "password", or none',
    });
  }
  const content = `${user}\n${password}\n`;
  return [
    task(
      "Put the client's password in place",
      copy,
      { dest: passwordFile, content, mode: "0600", secret: true },
      { notify: restart },
    ),
  ];
}
