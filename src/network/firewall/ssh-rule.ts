import type { FirewallRule } from "./firewall-rule.ts";
import { newRule } from "./new-rule.ts";
import type { SshAccess } from "./ssh-access.ts";

/** What the user says of SSH; what is left out is as the host says it. */
export interface SshSettings {
  /** On which sshd listens. */
  readonly port?: number;
  /** From where it may be reached. Default: from everywhere. */
  readonly from?: readonly string[];
}

/** The rule by which lab itself gets in: on the port of its connection, and on those that sshd listens on. Pure. */
export function sshRule({ port, from = [] }: SshSettings, access: SshAccess): FirewallRule {
  const ports = port === undefined ? access.ports : [port];
  return newRule({
    name: "ssh",
    protocol: "tcp",
    ports: ports.length === 0 ? [22] : ports,
    from,
    why: "SSH, by which lab is connected",
    neededBy: "lab, and whoever looks after the host",
  });
}
