import { defaultPatience } from "./await-locks.ts";
import type { InstallOptions, PackageManager } from "./package-manager.ts";
import type { PackageRequest } from "./package-request.ts";
import { parseRpm, rpmQuery } from "./rpm-query.ts";
import { rpmUndo } from "./rpm-undo.ts";
import { shQuote } from "./sh-quote.ts";
import { shWords } from "./sh-words.ts";

/** zypper and rpm: openSUSE and SLES. Cost of a query: one `rpm`, and one `zypper info` for candidates. */
export const zypperManager: PackageManager = {
  name: "zypper",
  detect: "command -v zypper >/dev/null && command -v rpm >/dev/null",
  query: (names, candidates) =>
    [
      rpmQuery(names),
      "sed -n 's/^solvable_name: */lock /p' /etc/zypp/locks 2>/dev/null",
      ...(candidates.length > 0 ? [candidateQuery(candidates)] : []),
    ].join("\n"),
  parse: (output, names) => parseRpm(output, names, (lock, name) => lock === name),
  install,
  remove: (names) => `${zypper} remove ${shWords(names)}${informational}`,
  hold: (names) => `${zypper} addlock ${shWords(names)}`,
  unhold: (names) => `${zypper} removelock ${shWords(names)}`,
  undo: rpmUndo("zypper --non-interactive install --oldpackage"),
};

const question = "zypper --non-interactive";
/** By itself it does not wait for another one. */
const zypper = `ZYPP_LOCK_TIMEOUT=\${lab_patience:-${defaultPatience}} ${question}`;

/** 102 and 103 say that a reboot or a restart of zypper is advised, after all was done. */
const informational = " || case $? in 102 | 103) ;; *) exit 1 ;; esac";

function candidateQuery(names: readonly string[]): string {
  const pick = '/^Name +:/ { name = $3 } /^Version +:/ { print "candidate", name, $3 }';
  return `${question} --quiet --no-refresh info ${shWords(names)} 2>/dev/null | awk ${shQuote(pick)}`;
}

function install(packages: readonly PackageRequest[], { refresh, recommends }: InstallOptions): string {
  const weak = recommends === null ? [] : [recommends ? "--recommends" : "--no-recommends"];
  const wanted = packages.map(({ name, version }) => shQuote(version === null ? name : `${name}=${version}`));
  const order = [`${zypper} install --oldpackage`, ...weak, ...wanted].join(" ");
  return [...(refresh.kind === "older" ? [`${zypper} refresh || exit`] : []), order + informational].join(
    "\n",
  );
}
