import { nodeVersions } from "../../src/kubernetes/node-versions.ts";
import { isBefore } from "../../src/kubernetes/upgrade-hops.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import { type HopArguments, hopSchema, releaseAfter } from "./hop-schema.ts";

/** How long kubeadm may take: it waits up to five minutes for each static pod. */
const timeoutMs = 30 * 60_000;

/**
 * Upgrades what kubeadm manages of a node, by the kubeadm that is installed: static pods, add-ons and the cluster's
 * configuration with `apply`, on the first control plane; static pods or only the kubelet's configuration with `node`.
 */
export const kubeadmUpgradeModule = defineModule({
  name: "kubeadm_upgrade",
  summary: "Runs kubeadm upgrade for one hop.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "order", "hop"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      order: {
        enum: ["apply", "node"],
        description: "apply on the first control plane, node on all others.",
      },
      hop: { ...hopSchema, description: "The hop." },
      ignore_preflight_errors: {
        type: "array",
        items: { type: "string" },
        description: "Checks of kubeadm whose failure does not matter. Default: none.",
      },
      patches: { type: "string", description: "Folder with patches for the manifests. Default: none." },
    },
  },
  example: "- kubeadm_upgrade: { node: cp1, order: apply, hop: { minor: '1.34', floor: 1.34.0 } }\n",
  build: ({ node, order, hop, ignore_preflight_errors: ignored = [], patches = null }) =>
    resource({
      id: `kubeadm upgrade of ${node} to ${hop.minor}`,
      probes: { versions: nodeVersions({ node }) },
      plan: ({ versions }) => {
        const { controlPlane, configured } = versions;
        const isDone =
          order === "apply" &&
          [controlPlane, configured].every((one) => one === null || !isBefore(one, hop.floor));
        if (isDone) return satisfied;
        const summary = `kubeadm upgrade ${order} (${hop.version ?? hop.minor})`;
        const script = upgradeScript(order, hop, { ignored, patches });
        return { kind: "changes", changes: [{ kind: "run", summary, script, timeoutMs }] };
      },
      after: ({ versions }) => {
        const release = releaseAfter(hop);
        const controlPlane = versions.controlPlane === null ? null : release;
        const configured = versions.configured === null ? null : release;
        return { versions: { ...versions, kubeadm: release, controlPlane, configured } };
      },
      verify: ({ versions: { controlPlane } }) =>
        controlPlane !== null && isBefore(controlPlane, hop.floor)
          ? `the control plane here is at ${controlPlane} after kubeadm upgrade ${order}`
          : null,
    }),
});

/** sh that runs kubeadm upgrade, where the installed kubeadm is the one of the hop. */
export function upgradeScript(
  order: "apply" | "node",
  hop: HopArguments,
  { ignored, patches }: { readonly ignored: readonly string[]; readonly patches: string | null },
): string {
  const ignoring = ignored.length === 0 ? [] : [`--ignore-preflight-errors=${ignored.join(",")}`];
  const patching = patches === null ? [] : [`--patches=${patches}`];
  const flags = [...(order === "apply" ? ["--yes"] : []), ...ignoring, ...patching].map(shQuote);
  return `lab_version=$(kubeadm version -o short) || exit
case $lab_version in
v${hop.version ?? `${hop.minor}.*`}) ;;
*)
  echo "kubeadm is $lab_version, which does not lead to ${hop.version ?? hop.minor}" >&2
  exit 1
  ;;
esac
${["kubeadm", "upgrade", order, ...(order === "apply" ? ['"$lab_version"'] : []), ...flags].join(" ")}
`;
}
