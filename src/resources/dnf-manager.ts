import type { InstallOptions, PackageManager } from "./package-manager.ts";
import type { PackageRequest } from "./package-request.ts";
import { parseRpm, rpmQuery } from "./rpm-query.ts";
import { rpmUndo } from "./rpm-undo.ts";
import { shQuote } from "./sh-quote.ts";
import { shWords } from "./sh-words.ts";

/** dnf and rpm: Fedora, RHEL and their kin. Cost of a query: one `rpm`; `dnf repoquery` (about a second) for candidates. */
export const dnfManager: PackageManager = {
  name: "dnf",
  detect: "command -v dnf >/dev/null && command -v rpm >/dev/null",
  query: (names, candidates) =>
    [
      rpmQuery(names),
      "sed 's/^/lock /' /etc/dnf/plugins/versionlock.list 2>/dev/null",
      ...(candidates.length > 0 ? [candidateQuery(candidates)] : []),
    ].join("\n"),
  parse: (output, names) => parseRpm(output, names, (lock, name) => lock.startsWith(`${name}-`)),
  install,
  remove: (names) => `dnf -y remove ${shWords(names)}`,
  hold: (names) => `dnf -y versionlock add ${shWords(names)}`,
  unhold: (names) => `dnf -y versionlock delete ${shWords(names)}`,
  undo: rpmUndo("dnf -y install --allowerasing"),
};

function candidateQuery(names: readonly string[]): string {
  const format = "candidate %{name} %{version}-%{release}\\n";
  return `dnf -q -C repoquery --latest-limit=1 --qf ${shQuote(format)} ${shWords(names)} 2>/dev/null`;
}

function install(packages: readonly PackageRequest[], { refresh, recommends }: InstallOptions): string {
  const weak = recommends === null ? [] : [`--setopt=install_weak_deps=${recommends ? "True" : "False"}`];
  const age = refresh.kind === "older" ? [`--setopt=metadata_expire=${refresh.seconds}`] : [];
  const wanted = packages.map(({ name, version }) => shQuote(version === null ? name : `${name}-${version}`));
  return ["dnf -y install --best", ...weak, ...age, ...wanted].join(" ");
}
