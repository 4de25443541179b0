import { managedCertificates } from "../../src/kubernetes/certificate-report.ts";
import { adminKubeconfig } from "../../src/kubernetes/paths.ts";
import { defineModule } from "../../src/resources/module.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import type { PathState } from "../../src/resources/path-state.ts";
import { resource } from "../../src/resources/resource.ts";
import { keptFolder, renewScript } from "./renew-script.ts";
import { daysText, type Renewal, type RenewalRules, renewalOf } from "./renewal-plan.ts";

/** Renews what ends soon, and makes the API server's certificate anew where it lacks names. */
export const renewedCertificatesModule = defineModule({
  name: "renewed_certificates",
  summary: "Renews the certificates of a control plane that end soon.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "days", "force", "names", "admin"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      days: { type: "integer", minimum: 0, description: "Certificates with fewer days left are renewed." },
      force: { type: "boolean", description: "All are renewed." },
      names: {
        type: "array",
        items: { type: "string", pattern: "^[A-Za-z0-9.:*_-]+$" },
        description: "Names and addresses that the certificate of the API server has to hold.",
      },
      admin: { type: "boolean", description: "The administrator's kubeconfig is among what is renewed." },
    },
  },
  example:
    "- renewed_certificates: { node: cp1, days: 30, force: false, names: [cp1, 10.0.0.1], admin: false }\n",
  build: ({ node, admin, ...rules }) =>
    resource({
      id: "certificates of the control plane",
      probes: { certificates: managedCertificates({}), kept: pathState({ path: keptFolder }) },
      // Nobody can foretell a new key: whoever copies the kubeconfig has to wait for it.
      spoils: admin ? [pathState({ path: adminKubeconfig, content: "always" })] : [],
      plan: ({ certificates, kept }) => {
        if (certificates.length === 0) {
          return {
            kind: "failed",
            message: "kubeadm has made no certificates here: the host is no control plane yet",
          };
        }
        const renewal = renewalOf(certificates, renewalRules(rules, kept));
        const message = daysText(certificates);
        if (renewal.renew.length + renewal.missing.length === 0)
          return { kind: "changes", changes: [], message };
        const change = {
          kind: "run",
          summary: summaryOf(renewal),
          script: renewScript(renewal, node),
          timeoutMs: 900_000,
        } as const;
        return { kind: "changes", changes: [change], message };
      },
      after: ({ certificates }) => ({
        certificates: certificates.map((one) => ({
          ...one,
          daysLeft: Math.max(one.daysLeft, rules.days),
          names: one.name === "apiserver" ? [...one.names, ...rules.names] : one.names,
        })),
      }),
      verify: ({ certificates, kept }) => {
        if (kept.kind !== "absent") return "the renewal has not ended";
        const { renew, missing } = renewalOf(certificates, { ...rules, force: false });
        const left = [...renew, ...missing];
        return left.length === 0 ? null : `still to be renewed: ${left.join(", ")}`;
      },
    }),
});

/** The rules as they are where an earlier renewal was interrupted: everything of before is put back, and renewed anew. */
export function renewalRules(rules: RenewalRules, kept: PathState): RenewalRules {
  return { ...rules, force: rules.force || kept.kind !== "absent" };
}

function summaryOf({ renew, missing }: Renewal): string {
  return [
    ...(missing.length > 0 ? [`certificate of the API server with ${missing.join(", ")}`] : []),
    ...(renew.length > 0 ? [`kubeadm certs renew ${renew.join(", ")}`] : []),
  ].join("; ");
}
