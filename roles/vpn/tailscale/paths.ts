export const daemonUnit = "tailscaled.service";
/** Where packages put it, so that they can take over from a bundle. */
export const unitFile = "/usr/lib/systemd/system/tailscaled.service";
export const defaultsFile = "/etc/default/tailscaled";
/** lab's own part of the unit; where it lies, lab has joined the host. */
export const dropInFolder = "/etc/systemd/system/tailscaled.service.d";
export const dropInFile = `${dropInFolder}/lab.conf`;
