import { aptLists, aptPreamble } from "./apt-script.ts";
import { aptUndo } from "./apt-undo.ts";
import type { InstallOptions, PackageFacts, PackageManager, Refresh } from "./package-manager.ts";
import type { PackageRequest } from "./package-request.ts";
import { shQuote } from "./sh-quote.ts";
import { shWords } from "./sh-words.ts";

/** apt and dpkg: Debian, Ubuntu and their kin. Cost of a query: one `dpkg-query`, and one `apt-cache` for candidates. */
export const aptManager: PackageManager = {
  name: "apt",
  detect: "command -v dpkg-query >/dev/null && command -v apt-get >/dev/null",
  query,
  parse,
  install,
  remove: (names, { purge }) =>
    [
      aptPreamble,
      `lab_apt ${purge ? "purge" : "remove"} --allow-change-held-packages ${shWords(names)}`,
    ].join("\n"),
  hold: (names) => marking("hold", names),
  unhold: (names) => marking("unhold", names),
  undo: aptUndo,
};

/**
 * All packages are printed and filtered, because a virtual package (awk) is found by its providers only; dpkg-query
 * reads its whole database in any case.
 */
function query(names: readonly string[], candidates: readonly string[]): string {
  const alternatives = names.map((name) => bareName(name).replaceAll(/[.+]/g, "\\$&")).join("|");
  const fields = ["Package", "Version", "db:Status-Abbrev", "Architecture", "Provides"];
  const format = `${fields.map((field) => `\${${field}}`).join("|")}\\n`;
  const installed = `dpkg-query -W -f=${shQuote(format)} | grep -E ${shQuote(`(^|[|, ])(${alternatives})([|, (]|$)`)}`;
  if (candidates.length === 0) return installed;
  return [installed, "echo ---", `apt-cache policy -- ${shWords(candidates)} 2>/dev/null`].join("\n");
}

const bareName = (name: string) => name.split(":")[0] ?? name;

interface DpkgEntry {
  readonly name: string;
  readonly version: string;
  /** Wanted action, state, error: "ii ", "hi ", "rc ". */
  readonly status: string;
  readonly architecture: string;
  readonly provides: readonly string[];
}

function parse(output: string, names: readonly string[]): PackageFacts[] {
  const [installed = "", policy = ""] = output.split("---\n");
  const entries = installed.split("\n").filter((line) => line.includes("|"));
  const known = entries.map(dpkgEntry);
  const candidates = candidatesOf(policy);
  return names.map((name) =>
    factsOf(name, known, candidates.get(name) ?? candidates.get(bareName(name)) ?? null),
  );
}

function dpkgEntry(line: string): DpkgEntry {
  const [name = "", version = "", status = "", architecture = "", provides = ""] = line.split("|");
  const provided = provides.split(",").map((one) => one.trim().split(" ")[0] ?? "");
  return { name, version, status, architecture, provides: provided };
}

function factsOf(name: string, known: readonly DpkgEntry[], candidate: string | null): PackageFacts {
  const [bare, architecture] = name.split(":");
  const own = known.filter(
    (entry) =>
      entry.name === bare &&
      (architecture === undefined || [architecture, "all"].includes(entry.architecture)),
  );
  const provider = known.find((entry) => complete(entry) && entry.provides.includes(name));
  const present = own.find(complete) ?? provider;
  return {
    installed: present ? { version: present.version } : null,
    residue: own.some((entry) => entry.status[1] === "c"),
    held: own.some((entry) => entry.status.startsWith("h")),
    candidate,
  };
}

/** Unpacked or half configured does not count: installing again cures it. */
const complete = (entry: DpkgEntry) => /^.i ?$/.test(entry.status);

function candidatesOf(policy: string): Map<string, string> {
  const found = policy.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (.*)$/gm);
  const pairs = [...found].map(([, name = "", version = ""]): [string, string] => [name, version]);
  return new Map(pairs.filter(([, version]) => version !== "(none)"));
}

function install(packages: readonly PackageRequest[], options: InstallOptions): string {
  const pinned = packages.some((one) => one.version !== null);
  const recommends = options.recommends === null ? [] : [`APT::Install-Recommends=${options.recommends}`];
  const flags = [
    ...recommends.flatMap((setting) => ["-o", setting]),
    ...(pinned ? ["--allow-downgrades", "--allow-change-held-packages"] : []),
  ];
  const wanted = packages.map(({ name, version }) => shQuote(version === null ? name : `${name}=${version}`));
  const order = ["lab_apt install", ...flags, ...wanted].join(" ");
  return [aptPreamble, ...refreshing(options.refresh, order)].join("\n");
}

function marking(how: "hold" | "unhold", names: readonly string[]): string {
  return [aptPreamble, `lab_await_dpkg && apt-mark ${how} ${shWords(names)}`].join("\n");
}

/**
 * Lists that could not all be fetched do not count as fresh; without that setting apt is content with old ones. Apt before
 * 2.1 does not know it.
 */
const refreshFunction = `refresh() {
  lab_refreshed=yes
  lab_apt -o APT::Update::Error-Mode=any update && touch ${aptLists}
}`;

/** A source that does not answer may be one that is not needed, so the order is tried all the same. */
function refreshing(refresh: Refresh, order: string): string[] {
  if (refresh.kind === "never") return [order];
  const isMissing = `! [ -e "$1" ]`;
  const age = `$(($(date +%s) - $(stat -c %Y ${aptLists})))`;
  return [
    "lab_refreshed=",
    refreshFunction,
    `set -- ${aptLists}/*_Packages*`,
    refresh.kind === "older"
      ? `age=${age}
if ${isMissing} || [ "$age" -gt ${refresh.seconds} ] || [ "$age" -lt 0 ]; then refresh || exit; fi`
      : `if ${isMissing}; then refresh; fi`,
    `${order} && exit`,
    "lab_code=$?",
    `[ -z "$lab_refreshed" ] || exit "$lab_code"`,
    "refresh",
    order,
  ];
}
