import { isMapping } from "../input/mapping.ts";
import { probeOf } from "../resources/probe.ts";
import { shQuote } from "../resources/sh-quote.ts";

/** Which images are asked for. */
export interface KubeadmImagesQuery {
  /** "1.33.4". */
  readonly version: string;
  /** Null for the one that Kubernetes publishes in. */
  readonly repository: string | null;
}

/**
 * References of the images that the host's kubeadm runs a control plane of this version with: API server, controller
 * manager, scheduler, kube-proxy, CoreDNS, pause and etcd. Null where there is no kubeadm, or one that cannot tell (it
 * is older). Cost: rides in a frame; one start of kubeadm, no network.
 */
export const kubeadmImages = probeOf(
  {
    name: "kubeadm images",
    script: (queries: readonly KubeadmImagesQuery[]) =>
      [
        "if command -v kubeadm >/dev/null 2>&1; then",
        ...queries.map((query) => `  ${listCommand(query)} 2>/dev/null || :\n  echo ---`),
        "fi",
      ].join("\n"),
    parse: (stdout, queries): readonly (readonly string[] | null)[] => {
      const answers = stdout.split(/^---$/m);
      return queries.map((_, index) => parseKubeadmImages(answers[index] ?? ""));
    },
  },
  ({ version }) => version,
);

function listCommand({ version, repository }: KubeadmImagesQuery): string {
  const from = repository === null ? "" : ` ${shQuote(`--image-repository=${repository}`)}`;
  return `timeout 20 kubeadm config images list ${shQuote(`--kubernetes-version=v${version}`)}${from} --output=json`;
}

/** Reads the `Images` of kubeadm's output API (output.kubeadm.k8s.io); null for anything else. */
export function parseKubeadmImages(stdout: string): readonly string[] | null {
  const images = imagesOf(stdout);
  return Array.isArray(images) ? images.filter((image) => typeof image === "string") : null;
}

function imagesOf(json: string): unknown {
  try {
    const answer: unknown = JSON.parse(json);
    return isMapping(answer) ? answer.images : null;
  } catch {
    return null;
  }
}
