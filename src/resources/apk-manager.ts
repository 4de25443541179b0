import { apkUndo } from "./apk-undo.ts";
import { defaultPatience } from "./await-locks.ts";
import type { InstallOptions, PackageFacts, PackageManager } from "./package-manager.ts";
import type { PackageRequest } from "./package-request.ts";
import { shQuote } from "./sh-quote.ts";
import { shWords } from "./sh-words.ts";

/** apk: Alpine. Cost of a query: one `apk info`, and one `apk version` for candidates. It knows no holding. */
export const apkManager: PackageManager = {
  name: "apk",
  detect: "command -v apk >/dev/null && [ -d /lib/apk/db ]",
  query: (names, candidates) =>
    [
      `apk info -e -v ${shWords(names)}`,
      ...(candidates.length > 0 ? ["echo ---", `apk version -l '<' ${shWords(candidates)}`] : []),
    ].join("\n"),
  parse,
  install,
  remove: (names, { purge }) => `${apk} del ${purge ? "--purge " : ""}${shWords(names)}`,
  hold: null,
  unhold: null,
  undo: apkUndo,
};

/** By itself it does not wait for another one. */
const apk = `apk --wait "\${lab_patience:-${defaultPatience}}"`;

function parse(output: string, names: readonly string[]): PackageFacts[] {
  const [installed = "", upgrades = ""] = output.split("---\n");
  const versions = new Map(installed.split("\n").map(nameAndVersion));
  const newer = new Map(
    upgrades
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .map(([current = "", , version = ""]): [string, string] => [nameAndVersion(current)[0], version]),
  );
  return names.map((name) => {
    const version = versions.get(name);
    return {
      installed: version === undefined ? null : { version },
      residue: false,
      held: false,
      candidate: newer.get(name) ?? version ?? null,
    };
  });
}

/** "busybox-1.36.1-r15" is busybox at 1.36.1-r15. */
function nameAndVersion(text: string): [string, string] {
  const [, name = "", version = ""] = /^(.+)-([^-]+-r\d+)$/.exec(text.trim()) ?? [];
  return [name, version];
}

function install(packages: readonly PackageRequest[], { refresh }: InstallOptions): string {
  const wanted = packages.map(({ name, version }) => shQuote(version === null ? name : `${name}=${version}`));
  const order = `${apk} add --upgrade ${wanted.join(" ")}`;
  if (refresh.kind === "never") return order;
  const first = refresh.kind === "older" ? [`${apk} update || exit`] : [];
  return [...first, `${order} || { ${apk} update && ${order}; }`].join("\n");
}
