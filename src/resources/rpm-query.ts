import type { PackageFacts } from "./package-manager.ts";
import { shQuote } from "./sh-quote.ts";

/** Asks rpm for packages by name, and for the providers of those that are not there by that name. One `rpm` when all are. */
export function rpmQuery(names: readonly string[]): string {
  const quoted = names.map(shQuote).join(" ");
  const format = "%{VERSION}-%{RELEASE}\\n";
  return [
    `rpm -q --qf ${shQuote(`installed %{NAME} ${format}`)} -- ${quoted} || for name in ${quoted}; do`,
    `  rpm -q --whatprovides --qf "provided $name ${format}" -- "$name"`,
    "done",
  ].join("\n");
}

/** Reads `installed`, `provided`, `lock` and `candidate` lines; `locks` says whether a lock is about a package. */
export function parseRpm(
  output: string,
  names: readonly string[],
  locks: (lock: string, name: string) => boolean,
): PackageFacts[] {
  const lines = output.split("\n").map((line) => line.trim().split(/\s+/));
  const versionIn = (kind: string, name: string) =>
    lines.find(([word, about]) => word === kind && about === name)?.[2] ?? null;
  const held = lines.filter(([word]) => word === "lock").map(([, ...lock]) => lock.join(" "));
  return names.map((name) => {
    const version = versionIn("installed", name) ?? versionIn("provided", name);
    return {
      installed: version === null ? null : { version },
      residue: false,
      held: held.some((lock) => locks(lock, name)),
      candidate: versionIn("candidate", name),
    };
  });
}
