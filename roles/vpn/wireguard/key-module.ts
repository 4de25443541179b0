import { defineModule } from "../../../src/resources/module.ts";
import { resource, satisfied } from "../../../src/resources/resource.ts";
import { shQuote } from "../../../src/resources/sh-quote.ts";
import { keysThere } from "./keys-there.ts";
import { tunnelHost } from "./tunnel-host.ts";

/** A private key of WireGuard, made on the host: it is never read, sent or kept elsewhere. */
export const keyModule = defineModule({
  name: "wireguard_key",
  summary: "Makes a private key of WireGuard on the host, where there is none.",
  freeForm: "path",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: {
        type: "string",
        pattern: "^/[A-Za-z0-9_./-]+$",
        errorMessage: "must be an absolute path",
        description: "The file of the key.",
      },
    },
  },
  example: "- name: Make the key of the tunnel\n  wireguard_key: /etc/wireguard/lab0.key\n",
  build: ({ path }) => {
    const file = shQuote(path);
    return resource({
      id: `wireguard key ${path}`,
      probes: { keys: keysThere({}) },
      // Nobody can foretell a key: what waits for it is deferred in a check.
      spoils: [tunnelHost({ keyFile: path })],
      plan: ({ keys }) => {
        if (keys.includes(path)) return satisfied;
        const script = `umask 077\nwg genkey >${file}.new && mv ${file}.new ${file}`;
        const undo = `rm -f ${file} ${file}.new`;
        return {
          kind: "changes",
          changes: [{ kind: "run", summary: `wg genkey for ${path}`, script, undo, timeoutMs: 30_000 }],
        };
      },
      after: ({ keys }) => ({ keys: [...keys, path] }),
    });
  },
});
