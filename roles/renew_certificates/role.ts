import { managedCertificates } from "../../src/kubernetes/certificate-report.ts";
import { clusterGateModule as clusterGate } from "../../src/kubernetes/cluster-gate.ts";
import { certificateNames } from "../../src/kubernetes/config/certificate-names.ts";
import { isTrue, truth } from "../../src/kubernetes/truth-argument.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import { defineRole, task } from "../../src/role/role.ts";
import { keptFolder } from "./renew-script.ts";
import { renewalOf } from "./renewal-plan.ts";
import { renewalRules, renewedCertificatesModule as renewedCertificates } from "./renewed-certificates.ts";

const proveHealth = "Prove that the cluster is well";

export default defineRole({
  name: "renew_certificates",
  summary: "Renews the certificates that kubeadm has made for a control plane, and restarts what uses them.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      days: {
        type: "integer",
        minimum: 0,
        description: "Certificates with fewer days left are renewed. Default: 30.",
      },
      force: { ...truth, description: "Whether all are renewed. Default: false." },
      cert_sans: {
        type: "array",
        items: { type: "string" },
        description:
          "Names and addresses that the API server's certificate is to hold beside those of the control planes and the endpoint. Default: none.",
      },
    },
  },
  tasks({ args, host, cluster }) {
    if (host.role !== "control_plane") return [];
    const rules = {
      days: args.days ?? 30,
      force: isTrue(args.force ?? false),
      names: certificateNames(cluster, args.cert_sans),
    };
    return [
      task(
        "Renew the certificates",
        renewedCertificates,
        ({ certificates, kept }) => {
          const { renew } = renewalOf(certificates, renewalRules(rules, kept));
          return { node: host.name, ...rules, admin: renew.includes("admin.conf") };
        },
        {
          uses: { certificates: managedCertificates({}), kept: pathState({ path: keptFolder }) },
          notify: proveHealth,
        },
      ),
    ];
  },
  handlers: () => [task(proveHealth, clusterGate, {})],
});
