import type { KubeadmRequest, ShellVariable } from "./kubeadm-request.ts";

/** What stands in a configuration for the value of a variable: `<JOIN_TOKEN>`. */
export function secretMarker({ shellVariable }: ShellVariable): string {
  return `<${shellVariable}>`;
}

/** The variables that have to be there when the file is written. */
export function shellVariables(request: KubeadmRequest): readonly ShellVariable[] {
  const { certificateKey } = request;
  const key = certificateKey ? [certificateKey] : [];
  if (request.kind === "init") return key;
  const { token, caCertHashes } = request.discovery;
  return [token, ...caCertHashes.filter((hash) => typeof hash !== "string"), ...key];
}
