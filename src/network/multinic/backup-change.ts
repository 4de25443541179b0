import type { RunChange } from "../../resources/change.ts";
import { shQuote } from "../../resources/sh-quote.ts";

/** Where hosts keep earlier configuration of extra interfaces. */
export const backupFolder = "/var/lib/multinic/backups";

/** Copies of one file that are kept. */
const most = 10;

/**
 * Keeps a copy of a file, with the time in its name, before it is changed. The copy stays when the change is taken back: it
 * is for people, and the journal of the run is what lab undoes by.
 */
export function backupChange(path: string): RunChange {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return {
    kind: "run",
    summary: `copy ${path} to ${backupFolder}`,
    script: backupScript(path, name),
    undo: ":",
    timeoutMs: 30_000,
    isLocal: true,
  };
}

function backupScript(path: string, name: string): string {
  return `umask 077
folder=${backupFolder}
mkdir -p "$folder" && chmod 0700 "$folder" || exit 1
name=${shQuote(name)}
cp -p ${shQuote(path)} "$folder/$name.$(date -u +%Y%m%dT%H%M%SZ)" || exit 1
set -- "$folder/$name".*
while [ "$#" -gt ${most} ]; do
  rm -f "$1"
  shift
done`;
}
