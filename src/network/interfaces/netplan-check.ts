import type { RunChange } from "../../resources/change.ts";
import { hereDocument } from "../../resources/here-document.ts";
import { shQuote } from "../../resources/sh-quote.ts";
import type { RenderedFile } from "./rendered-file.ts";

/**
 * Lets netplan itself read what is to be, before anything is put in place: all files of the host, with the new ones and
 * without those that go, in a folder of their own.
 */
export function netplanCheck(files: readonly RenderedFile[], removed: readonly string[]): RunChange {
  return {
    kind: "run",
    summary: "netplan generate, in a folder of its own",
    script: netplanCheckScript(files, removed),
    undo: ":",
    timeoutMs: 60_000,
    isLocal: true,
  };
}

function netplanCheckScript(files: readonly RenderedFile[], removed: readonly string[]): string {
  return `umask 077
lab_root=$(mktemp -d) || exit 1
trap 'rm -rf "$lab_root"' EXIT
for lab_folder in lib etc run; do
  mkdir -p "$lab_root/$lab_folder/netplan" || exit 1
  for lab_file in "/$lab_folder/netplan"/*.yaml; do
    [ ! -e "$lab_file" ] || cp -- "$lab_file" "$lab_root/$lab_folder/netplan/" || exit 1
  done
done
${removed.map((path) => `rm -f "$lab_root"${shQuote(path)}`).join("\n")}
${files.map(({ path, content }) => `{ cat ${hereDocument(content)}\n} >"$lab_root"${shQuote(path)} || exit 1`).join("\n")}
netplan generate --root-dir "$lab_root"`;
}
