import type { Loan } from "../../src/resources/change.ts";
import { defineModule } from "../../src/resources/module.ts";
import { type Plan, resource, satisfied } from "../../src/resources/resource.ts";
import { etcdAuthority } from "./etcd-authority.ts";
import { authority } from "./paths.ts";
import { authorityScript } from "./signing-script.ts";

const id = "authority of etcd";
const probes = { authority: etcdAuthority({}) };
const after = () => ({ authority: { kind: "there", fingerprint: "to be made" } as const });
const undo = `rm -f ${authority.certificate} ${authority.key}\n`;

/** The authority of a new etcd, on the first of its hosts. */
export const etcdAuthorityModule = defineModule({
  name: "etcd_authority",
  summary: "Makes the authority that signs the certificates of etcd, where there is none.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- name: Make the authority of etcd\n  etcd_authority: {}\n",
  build: () =>
    resource({
      id,
      probes,
      plan: (states): Plan => {
        if (states.authority.kind === "there") return satisfied;
        const summary = "openssl req: the authority of etcd";
        const run = { kind: "run", summary, script: authorityScript, undo, timeoutMs: 60_000 } as const;
        return { kind: "changes", changes: [run] };
      },
      after,
    }),
});

/** The authority, key included, from a host of etcd that has it: so each can sign for itself, and for the API servers. */
export const carriedAuthorityModule = defineModule({
  name: "etcd_carried_authority",
  summary: "Gets the authority of etcd from another of its hosts, where it is not there yet.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["cluster", "from"],
    properties: {
      cluster: { type: "string", description: "The cluster whose state is kept." },
      from: { type: "array", items: { type: "string" }, description: "Hosts that may have it, in order." },
    },
  },
  example: "- etcd_carried_authority: { cluster: prod, from: [etcd1] }\n",
  build: ({ cluster, from }) =>
    resource({
      id,
      probes,
      plan: (states): Plan => {
        if (states.authority.kind === "there") return satisfied;
        const summary = "copy the authority of etcd";
        const loans = [authorityLoan(cluster, from)];
        const run = { kind: "run", summary, script: receiveScript, undo, loans, timeoutMs: 60_000 } as const;
        return { kind: "changes", changes: [run] };
      },
      after,
    }),
});

function authorityLoan(cluster: string, from: readonly string[]): Loan {
  return {
    name: `authority of etcd of ${cluster}`,
    from,
    script: `if [ ! -s ${authority.key} ]; then echo "there is no ${authority.key}" >&2; exit 1; fi
lab_ca=$(openssl base64 -A -in ${authority.certificate}) || exit 1
lab_key=$(openssl base64 -A -in ${authority.key}) || exit 1
echo "LAB_ETCD_CA=$lab_ca"
echo "LAB_ETCD_CA_KEY=$lab_key"
`,
    revoke: ":",
    timeoutMs: 30_000,
  };
}

const receiveScript = `umask 077
printf '%s' "$LAB_ETCD_CA_KEY" | base64 -d >${authority.key}.new &&
  printf '%s' "$LAB_ETCD_CA" | base64 -d >${authority.certificate}.new &&
  chmod 0644 ${authority.certificate}.new &&
  mv ${authority.key}.new ${authority.key} && mv ${authority.certificate}.new ${authority.certificate}
`;
