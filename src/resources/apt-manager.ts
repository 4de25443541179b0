import type { InstallOptions, PackageFacts, PackageManager, Refresh } from "./package-manager.ts";
import type { PackageRequest } from "./package-request.ts";
import { shQuote } from "./sh-quote.ts";
import { shWords } from "./sh-words.ts";

const lists = "/var/lib/apt/lists";

/** apt and dpkg: Debian, Ubuntu and their kin. Cost of a query: one `dpkg-query`, and one `apt-cache` for candidates. */
export const aptManager: PackageManager = {
  name: "apt",
  detect: "command -v dpkg-query >/dev/null && command -v apt-get >/dev/null",
  query,
  parse,
  install,
  remove: (names, { purge }) =>
    [preamble, `lab_apt ${purge ? "purge" : "remove"} --allow-change-held-packages ${shWords(names)}`].join(
      "\n",
    ),
  hold: (names) => `apt-mark hold ${shWords(names)}`,
  unhold: (names) => `apt-mark unhold ${shWords(names)}`,
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

/** Waits for another apt, keeps configuration files as they are, asks nothing, and mends an interrupted dpkg. */
const preamble = `export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
lab_apt() {
  apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \\
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
if [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ]; then
  dpkg --configure -a --force-confdef --force-confold || true
fi`;

function install(packages: readonly PackageRequest[], options: InstallOptions): string {
  const pinned = packages.some((one) => one.version !== null);
  const recommends = options.recommends === null ? [] : [`APT::Install-Recommends=${options.recommends}`];
  const flags = [
    ...recommends.flatMap((setting) => ["-o", setting]),
    ...(pinned ? ["--allow-downgrades", "--allow-change-held-packages"] : []),
  ];
  const wanted = packages.map(({ name, version }) => shQuote(version === null ? name : `${name}=${version}`));
  const order = ["lab_apt install", ...flags, ...wanted].join(" ");
  return [preamble, ...refreshing(options.refresh, order)].join("\n");
}

/** apt-get update does not wait for the lock of the lists, so it is tried three times. */
const refreshFunction = `refresh() {
  for pause in 5 15 0; do
    if lab_apt update; then touch ${lists}; return; fi
    sleep "$pause"
  done
  return 1
}`;

function refreshing(refresh: Refresh, order: string): string[] {
  if (refresh.kind === "never") return [order];
  const old =
    refresh.kind === "older"
      ? ` || [ $(($(date +%s) - $(stat -c %Y ${lists}))) -gt ${refresh.seconds} ]`
      : "";
  return [
    refreshFunction,
    `set -- ${lists}/*_Packages*`,
    `if ! [ -e "$1" ]${old}; then refresh || exit; fi`,
    `${order} || { refresh && ${order}; }`,
  ];
}
