import { etcdPki } from "../../src/kubernetes/etcdctl.ts";
import { defineModule } from "../../src/resources/module.ts";
import { type Plan, resource, satisfied } from "../../src/resources/resource.ts";
import { certificateFault, certificateState } from "./certificate-state.ts";
import { authority } from "./paths.ts";
import { type SigningRequest, signingScript } from "./signing-script.ts";

/** Names of what a member holds, as kubeadm calls them. */
const own = ["server", "peer", "healthcheck-client"] as const;

/** The certificates of one member, signed by the authority on the same host. etcd reads new ones without a restart. */
export const etcdCertificatesModule = defineModule({
  name: "etcd_certificates",
  summary: "Signs the certificates of a member of etcd, and renews those that end soon.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["names", "days", "renew_before"],
    properties: {
      names: { type: "array", items: { type: "string" }, description: "Names and addresses of the member." },
      days: { type: "integer", minimum: 1, description: "How long they are valid." },
      renew_before: {
        type: "integer",
        minimum: 0,
        description: "Days before their end that they are renewed.",
      },
    },
  },
  example: "- etcd_certificates: { names: [etcd1, 10.0.0.5], days: 365, renew_before: 30 }\n",
  build: ({ names, days, renew_before: daysLeft }) => {
    const requests = own.map((name) => requestFor(name, names, days));
    const [server, peer, client] = requests.map((one) => certificateState(queryOf(one)));
    if (!server || !peer || !client) throw new RangeError("a member has three certificates");
    return resource({
      id: "certificates of etcd",
      probes: { server, peer, client },
      plan: (states): Plan => {
        const found = [states.server, states.peer, states.client];
        if (found.some((state) => state.authority === null)) {
          return { kind: "blocked", reason: "the authority of etcd is not there" };
        }
        const faults = requests.flatMap((request, index) => {
          const state = found[index];
          const fault = state ? certificateFault(state, { names: request.names, daysLeft }) : null;
          return fault === null ? [] : [{ request, text: `${own[index]}.crt ${fault}` }];
        });
        if (faults.length === 0) return satisfied;
        const made = faults.map(({ request }) => request);
        const change = {
          kind: "run",
          summary: "sign certificates of etcd",
          script: signingScript(made),
          timeoutMs: 60_000,
        } as const;
        const isNew = found.every((state) => state.certificate === null);
        return {
          kind: "changes",
          changes: [isNew ? { ...change, undo: removal(made) } : change],
          message: isNew ? "" : faults.map(({ text }) => text).join(", "),
        };
      },
    });
  },
});

function requestFor(name: (typeof own)[number], names: readonly string[], days: number): SigningRequest {
  const isClient = name === "healthcheck-client";
  return {
    certificate: `${etcdPki}/${name}.crt`,
    key: `${etcdPki}/${name}.key`,
    commonName: isClient ? "kube-etcd-healthcheck-client" : (names[0] ?? name),
    names: isClient ? [] : [...names],
    days,
    owner: isClient ? "root" : "etcd",
  };
}

function queryOf({ certificate, key }: SigningRequest) {
  return { certificate, key, authority: authority.certificate };
}

function removal(requests: readonly SigningRequest[]): string {
  return `rm -f ${requests.flatMap(({ certificate, key }) => [certificate, key]).join(" ")}\n`;
}
