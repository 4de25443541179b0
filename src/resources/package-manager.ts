import type { PackageRequest } from "./package-request.ts";
import type { PackageUndo } from "./package-undo.ts";

/** The package managers that lab can drive. */
export type ManagerName = "apt" | "dnf" | "zypper" | "apk";

/** What a package manager says about one package. */
export interface PackageFacts {
  /** Null when it is not (completely) installed; `version` is null when it is foretold and cannot be known yet. */
  readonly installed: { readonly version: string | null } | null;
  /** Removed, while its configuration files are still there (dpkg only). */
  readonly residue: boolean;
  readonly held: boolean;
  /** The newest version on offer according to the lists on the host; null when there is none, or it was not asked for. */
  readonly candidate: string | null;
}

/** When the package lists are fetched anew: never, only when an install fails without it, or also when they are old. */
export type Refresh =
  | { readonly kind: "never" }
  | { readonly kind: "when needed" }
  | { readonly kind: "older"; readonly seconds: number };

/** How packages are to be installed. */
export interface InstallOptions {
  readonly refresh: Refresh;
  /** Recommended packages, too; null leaves it to the host's own setting. */
  readonly recommends: boolean | null;
}

/** One family of package managers: how to ask it, and how to order it. All scripts are POSIX sh and run as root. */
export interface PackageManager {
  readonly name: ManagerName;
  /** A condition in sh that holds where this manager is in charge. */
  readonly detect: string;
  /** Prints, without writing, what `parse` needs; `candidates` are those of `names` whose newest version is wanted. */
  query(names: readonly string[], candidates: readonly string[]): string;
  /** The facts of each of `names`, in their order. */
  parse(output: string, names: readonly string[]): readonly PackageFacts[];
  install(packages: readonly PackageRequest[], options: InstallOptions): string;
  remove(names: readonly string[], options: { readonly purge: boolean }): string;
  /** Keeps packages at their version in upgrades; null where the manager knows no such thing. */
  readonly hold: ((names: readonly string[]) => string) | null;
  readonly unhold: ((names: readonly string[]) => string) | null;
  /** How installs and removals are taken back. */
  readonly undo: PackageUndo;
}
