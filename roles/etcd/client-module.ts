import type { Loan } from "../../src/resources/change.ts";
import { defineModule } from "../../src/resources/module.ts";
import { type Plan, resource, satisfied } from "../../src/resources/resource.ts";
import { isForeign } from "./authority-tasks.ts";
import { certificateFault, certificateState } from "./certificate-state.ts";
import { parseEtcdAuthority } from "./etcd-authority.ts";
import { apiClient, authority } from "./paths.ts";
import { signingScript } from "./signing-script.ts";

/** What the API server of a control plane reaches etcd with; it reads a new certificate without a restart. */
export const etcdClientModule = defineModule({
  name: "etcd_client",
  summary: "Gives a control plane the client certificate with which its API server reaches etcd.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["cluster", "from", "authorities", "days", "renew_before"],
    properties: {
      cluster: { type: "string", description: "The cluster whose state is kept." },
      from: {
        type: "array",
        items: { type: "string" },
        description: "Hosts of etcd that may sign, in order.",
      },
      authorities: {
        type: "array",
        items: { type: "string" },
        description: "SHA-256 of the authorities that hosts of etcd have, as far as they can be asked.",
      },
      days: { type: "integer", minimum: 1, description: "How long it is valid." },
      renew_before: { type: "integer", minimum: 0, description: "Days before its end that it is renewed." },
    },
  },
  example: "- etcd_client: { cluster: prod, from: [etcd1], authorities: [], days: 365, renew_before: 30 }\n",
  build: ({ cluster, from, authorities, days, renew_before: daysLeft }) =>
    resource({
      id: "client certificate for etcd",
      probes: { client: certificateState({ ...apiClient, authority: authority.certificate }) },
      plan: ({ client }): Plan => {
        const own = parseEtcdAuthority(client.authority ?? "");
        if (own.kind === "there" && isForeign(own.fingerprint, authorities)) {
          const message = `${authority.certificate} is the authority of another etcd than that of ${cluster}; a control plane cannot change over: reset it, and let it join again`;
          return { kind: "failed", message };
        }
        const fault = certificateFault(client, { names: [], daysLeft });
        if (fault === null) return satisfied;
        const isNew = client.certificate === null;
        const change = {
          kind: "run",
          summary: "carry the client certificate for etcd here",
          script: receiveScript,
          loans: [clientLoan(cluster, from, days)],
          timeoutMs: 60_000,
        } as const;
        return {
          kind: "changes",
          changes: [isNew ? { ...change, undo: removal } : change],
          message: isNew ? "" : `apiserver-etcd-client.crt ${fault}`,
        };
      },
    }),
});

const removal = `rm -f ${apiClient.certificate} ${apiClient.key} ${authority.certificate}\n`;

/** One for all control planes of a run: kubeadm copies that of the first to those that join, too. */
function clientLoan(cluster: string, from: readonly string[], days: number): Loan {
  const request = {
    certificate: "client.crt",
    key: "client.key",
    commonName: "kube-apiserver-etcd-client",
    names: [],
    days,
    owner: "root",
  };
  return {
    name: `client certificate for etcd of ${cluster}`,
    from,
    script: `if [ ! -s ${authority.key} ]; then echo "there is no ${authority.key}" >&2; exit 1; fi
${signingScript([request])}lab_ca=$(openssl base64 -A -in ${authority.certificate}) || exit 1
lab_crt=$(openssl base64 -A -in client.crt) || exit 1
lab_key=$(openssl base64 -A -in client.key) || exit 1
echo "LAB_ETCD_CA=$lab_ca"
echo "LAB_ETCD_CLIENT=$lab_crt"
echo "LAB_ETCD_CLIENT_KEY=$lab_key"
`,
    revoke: ":",
    timeoutMs: 60_000,
  };
}

const receiveScript = `umask 077
lab_put() { # content in base64, path, mode
  printf '%s' "$1" | base64 -d >"$2.new" && chmod "$3" "$2.new" && mv "$2.new" "$2"
}
lab_put "$LAB_ETCD_CA" ${authority.certificate} 0644 &&
  lab_put "$LAB_ETCD_CLIENT_KEY" ${apiClient.key} 0600 &&
  lab_put "$LAB_ETCD_CLIENT" ${apiClient.certificate} 0644
`;
