import { hereDocument } from "../../resources/here-document.ts";
import { shQuote } from "../../resources/sh-quote.ts";
import { kubeadmConfig } from "./kubeadm-config.ts";
import type { KubeadmRequest, ShellVariable } from "./kubeadm-request.ts";
import { secretMarker, shellVariables } from "./secret-marker.ts";

/**
 * sh that writes the file of `request` to `path`, readable by root alone, with the values of shell variables where the text names
 * them. A value passes through printf, which is a part of the shell, and so is in no list of processes. The script
 * ends with an error where a variable is not set; the caller removes the file after use.
 */
export function kubeadmConfigScript(request: KubeadmRequest, path: string): string {
  const variables = shellVariables(request);
  return `(
  umask 077
  lab_put() { cat || exit 1; }
  rm -f ${shQuote(path)} || exit 1
  {
${chunksOf(kubeadmConfig(request), variables).join("\n")}
  } >${shQuote(path)} || exit 1
) || exit 1
`;
}

/** Lines without secrets travel in here-documents, each line with one by itself. */
function chunksOf(text: string, variables: readonly ShellVariable[]): string[] {
  const chunks: string[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) chunks.push(`lab_put ${hereDocument(plain.join("\n"))}`);
    plain = [];
  };
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const variable = variables.find((one) => line.endsWith(`"${secretMarker(one)}"`));
    if (variable === undefined) plain.push(line);
    else {
      flush();
      chunks.push(printed(line, variable));
    }
  }
  flush();
  return chunks;
}

function printed(line: string, variable: ShellVariable): string {
  const [before = ""] = line.split(secretMarker(variable));
  return `printf '%s%s"\\n' ${shQuote(before)} "\${${variable.shellVariable}:?}" || exit 1`;
}
