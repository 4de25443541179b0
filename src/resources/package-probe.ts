import { InternalError } from "../errors.ts";
import { apkManager } from "./apk-manager.ts";
import { aptManager } from "./apt-manager.ts";
import { dnfManager } from "./dnf-manager.ts";
import type { ManagerName, PackageFacts, PackageManager } from "./package-manager.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { zypperManager } from "./zypper-manager.ts";

/** By which manager a package is handled, and what that says about it. */
export interface PackageState extends PackageFacts {
  /** Null on a host without a package manager that lab knows. */
  readonly manager: ManagerName | null;
  /** Age of the package lists (apt); null where there are none, or it was not asked for. */
  readonly listsAgeSeconds: number | null;
}

/** A question about one package; `candidate` asks for the newest version on offer and the age of the lists, too. */
export interface PackageQuery {
  readonly name: string;
  readonly candidate: boolean;
}

/** In the order in which they are looked for. */
const managers: readonly PackageManager[] = [aptManager, dnfManager, zypperManager, apkManager];

/** The manager of that name. */
export function packageManager(name: ManagerName): PackageManager {
  const found = managers.find((manager) => manager.name === name);
  if (!found) throw new InternalError(`there is no package manager ${name}`);
  return found;
}

/** Installed packages. All questions of a frame share one call of the host's package manager. */
export const packageProbe: ProbeKind<PackageQuery, PackageState> = { name: "package", script, parse };

/** Asks for one package. */
export const packageState: (query: PackageQuery) => Probe<PackageState> = probeOf(
  packageProbe,
  (query) => query.name,
);

function script(queries: readonly PackageQuery[]): string {
  const names = [...new Set(queries.map((query) => query.name))];
  const wanted = [...new Set(queries.filter((query) => query.candidate).map((query) => query.name))];
  const branches = managers.map((manager, index) => [
    `${index === 0 ? "if" : "elif"} ${manager.detect}; then`,
    `echo manager ${manager.name}`,
    ...(wanted.length > 0 ? [listsAge] : []),
    manager.query(names, wanted),
  ]);
  return ["LC_ALL=C", "export LC_ALL", ...branches.flat(), "fi", ":", ""].join("\n");
}

const listsAge = `set -- /var/lib/apt/lists/*_Packages*
if [ -e "$1" ]; then echo lists "$(($(date +%s) - $(stat -c %Y /var/lib/apt/lists)))"; fi`;

function parse(stdout: string, queries: readonly PackageQuery[]): PackageState[] {
  const name = /^manager (\w+)\n/.exec(stdout)?.[1];
  const manager = managers.find((one) => one.name === name);
  if (!manager) return queries.map(() => unmanaged);
  const age = /^lists (\d+)$/m.exec(stdout)?.[1];
  const listsAgeSeconds = age === undefined ? null : Number(age);
  const facts = manager.parse(
    stdout,
    queries.map((query) => query.name),
  );
  return facts.map((fact) => ({ ...fact, manager: manager.name, listsAgeSeconds }));
}

const unmanaged: PackageState = {
  manager: null,
  installed: null,
  residue: false,
  held: false,
  candidate: null,
  listsAgeSeconds: null,
};
