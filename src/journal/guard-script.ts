import { hereDocument } from "../resources/here-document.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { entryName } from "./journal-entry.ts";
import { locateJournal } from "./journal-script.ts";

/** A guarded change: what is applied, and how long the host waits for lab before it takes that back. */
export interface Guard {
  readonly run: string;
  /** Where the host keeps journals. */
  readonly folder: string;
  /** Its entries in the journal of the run, in order. */
  readonly entries: readonly number[];
  /** POSIX sh, one for each entry; a non-zero exit ends them all. */
  readonly scripts: readonly string[];
  /** Time limit of all scripts together. */
  readonly applySeconds: number;
  /** From the end of the scripts until the host takes the change back. */
  readonly seconds: number;
}

/**
 * sh that sets `$lab_guard`, a folder in memory: `apply` is what is to be done, `keep` watches over it, `exit` says how it
 * ended; `armed` becomes `confirmed` by lab or `reverted` by the host, whoever renames it first.
 */
function locate({ run, folder, entries }: Pick<Guard, "run" | "folder" | "entries">): string {
  return `${locateJournal(run, folder)}
. "$lab_journal/lib" || exit 1
lab_guard=$(lab_memory_of "$lab_journal")/guard-${entryName(entries[0] ?? 0)}`;
}

/** Short pauses, where the host's sleep knows them. */
const pause = "lab_pause() { sleep 0.1 2>/dev/null || sleep 1; }";

const printOutput = `cat "$lab_guard/out"
cat "$lab_guard/err" >&2`;

/**
 * sh, for a shell of its own, that starts a guarded change beyond the reach of the connection, and waits for its scripts.
 * Ends as they do; where they fail, after what they did was taken back.
 */
export function startGuardScript(guard: Guard): string {
  return `umask 077
${locate(guard)}
mkdir -p "$lab_guard" && : >"$lab_guard/armed" || exit 1
{ cat ${hereDocument(applyText(guard.scripts))}
} >"$lab_guard/apply" || exit 1
{ cat ${hereDocument(keeperText(guard))}
} >"$lab_guard/keep" || exit 1
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ] &&
  systemd-run --quiet --collect /bin/sh "$lab_guard/keep" </dev/null >/dev/null 2>&1; then :
elif command -v setsid >/dev/null 2>&1; then
  setsid sh "$lab_guard/keep" </dev/null >/dev/null 2>&1 &
else
  nohup sh "$lab_guard/keep" </dev/null >/dev/null 2>&1 &
fi
${pause}
while [ ! -e "$lab_guard/exit" ]; do lab_pause; done
${printOutput}
read -r lab_code <"$lab_guard/exit"
[ "$lab_code" = 0 ] || while [ ! -e "$lab_guard/reverted" ]; do lab_pause; done
exit "$lab_code"`;
}

/** The script may hold secrets: it goes as soon as it is read. */
function applyText(scripts: readonly string[]): string {
  return ['rm -f "$0"', "{", ...scripts.flatMap((script) => ["(", script, ") || exit"]), "exit 0", "}"].join(
    "\n",
  );
}

/** What the host does by itself, whatever becomes of lab. */
function keeperText({ entries, applySeconds, seconds, ...guard }: Guard): string {
  return `PATH=\${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C; export PATH LC_ALL
HOME=\${HOME:-/root}; export HOME
${locate({ ...guard, entries })}
cd / || exit
lab_limit=
command -v timeout >/dev/null 2>&1 && lab_limit="timeout ${applySeconds}"
$lab_limit sh "$lab_guard/apply" >"$lab_guard/out" 2>"$lab_guard/err" </dev/null
lab_code=$?
printf '%s\\n' "$lab_code" >"$lab_guard/exit.new" && mv -f "$lab_guard/exit.new" "$lab_guard/exit"
lab_left=${seconds}
while [ "$lab_code" = 0 ] && [ -e "$lab_guard/armed" ] && [ "$lab_left" -gt 0 ]; do
  sleep 1
  lab_left=$((lab_left - 1))
done
mv "$lab_guard/armed" "$lab_guard/reverting" 2>/dev/null || exit 0
lab_undo "$lab_journal" ${shQuote(entries.map(entryName).join(" "))} >"$lab_guard/undone" 2>&1
mv "$lab_guard/reverting" "$lab_guard/reverted"
`;
}

/** What a host says of a guarded change. */
export const guardVerdict = { confirmed: "lab-guard confirmed", reverted: "lab-guard reverted" } as const;

/**
 * sh, for a shell of its own over a new connection, that keeps a guarded change, unless its scripts failed or the host
 * has begun to take it back: then it waits for the end of that. Safe to run again where its answer was lost. Says which, then what the scripts printed, or what was undone.
 */
export function confirmGuardScript(guard: Pick<Guard, "run" | "folder" | "entries">): string {
  return `${locate(guard)}
${pause}
while [ ! -e "$lab_guard/exit" ]; do
  [ -d "$lab_guard" ] || exit 1
  lab_pause
done
read -r lab_code <"$lab_guard/exit"
if [ "$lab_code" = 0 ] &&
  { [ -e "$lab_guard/confirmed" ] || mv "$lab_guard/armed" "$lab_guard/confirmed" 2>/dev/null; }; then
  echo '${guardVerdict.confirmed}'
  ${printOutput.replaceAll("\n", "\n  ")}
  exit 0
fi
while [ ! -e "$lab_guard/reverted" ]; do lab_pause; done
echo '${guardVerdict.reverted}'
cat "$lab_guard/undone"`;
}
