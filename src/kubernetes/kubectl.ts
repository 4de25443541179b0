import { shQuote } from "../resources/sh-quote.ts";
import { adminKubeconfig } from "./paths.ts";

/**
 * sh words of a kubectl call that gives up after `seconds`; nothing it is given is a secret. Reads from stdin only where
 * told to by `-f -`.
 */
export function kubectl(
  args: readonly string[],
  {
    kubeconfig = adminKubeconfig,
    seconds = 15,
  }: { readonly kubeconfig?: string; readonly seconds?: number } = {},
): string {
  const flags = [`--kubeconfig=${kubeconfig}`, `--request-timeout=${seconds}s`];
  return ["kubectl", ...flags, ...args].map(shQuote).join(" ");
}
