import type { PathChange } from "../../../src/resources/change.ts";
import { defineModule } from "../../../src/resources/module.ts";
import { resource } from "../../../src/resources/resource.ts";
import { keysThere } from "./keys-there.ts";

/** Private keys that no tunnel needs any more; a rollback brings them back, but not after a reboot. */
export const oldKeysModule = defineModule({
  name: "wireguard_old_keys",
  summary: "Removes private keys of the tunnel, but for the one in use.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: { keep: { type: "string", description: "The file that stays. Default: none does." } },
  },
  example:
    "- name: Remove keys of earlier generations\n  wireguard_old_keys: { keep: /etc/wireguard/lab0.key }\n",
  build: ({ keep }) =>
    resource({
      id: "old wireguard keys",
      probes: { keys: keysThere({}) },
      plan: ({ keys }) => ({ kind: "changes", changes: keys.filter((path) => path !== keep).map(removal) }),
      after: ({ keys }) => ({ keys: keys.filter((path) => path === keep) }),
    }),
});

const ownership = { mode: "0600", owner: "root", group: "root" } as const;

function removal(path: string): PathChange {
  const before = { kind: "file", ...ownership, content: null } as const;
  return { kind: "path", path, before, after: { kind: "absent" }, secret: true };
}
