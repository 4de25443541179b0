import { kubectl } from "./kubectl.ts";
import type { ToolCall } from "./kubectl-answer.ts";
import { adminKubeconfig } from "./paths.ts";

/** Seconds that a question to the API may take: asked on each run, also while the API server is down. */
const seconds = 5;

/**
 * A call of kubectl for a probe, with the rights that `kubeconfig` gives. A probe asks by `get --raw PATH`, which is one request:
 * a `get` by kind first asks which APIs there are, and writes that to disk unless told otherwise.
 */
export function kubectlCall(args: readonly string[], kubeconfig: string = adminKubeconfig): ToolCall {
  const words = kubectl(args, { kubeconfig, seconds });
  return { tool: "kubectl", kubeconfig, words, seconds: 2 * seconds };
}
