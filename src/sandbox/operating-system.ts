import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** What os-release says of a machine, reduced to what decides how packages are installed. */
export interface OperatingSystem {
  /** "debian", "ubuntu", …; "unknown" where there is no os-release. */
  readonly id: string;
  /** Whether apt installs its packages: Debian, Ubuntu, or something derived from them. */
  readonly usesApt: boolean;
  /** VERSION_CODENAME: "bookworm", "noble"; null where none is given. */
  readonly codename: string | null;
}

/** Parses os-release (freedesktop.org, os-release(5)). */
export function parseOsRelease(text: string): OperatingSystem {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^([A-Z_]+)=(["']?)(.*)\2$/.exec(line.trim());
    if (match?.[1]) fields.set(match[1], match[3] ?? "");
  }
  const id = fields.get("ID") ?? "unknown";
  const relatives = [id, ...(fields.get("ID_LIKE") ?? "").split(" ")];
  return {
    id,
    usesApt: relatives.includes("debian") || relatives.includes("ubuntu"),
    codename: fields.get("VERSION_CODENAME") || null,
  };
}

/** Reads the operating system of this machine. */
export async function readOperatingSystem(): Promise<OperatingSystem> {
  return parseOsRelease(await readFile("/etc/os-release", "utf8").catch(() => ""));
}

/** Whether lab runs as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether systemd manages this machine (sd_booted(3)). */
export function isRunBySystemd(): boolean {
  return existsSync("/run/systemd/system");
}
