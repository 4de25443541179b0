import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/** An active swap area. */
export interface SwapArea {
  readonly path: string;
  readonly priority: number;
}

/** What gives a host swap, /etc/fstab aside. */
export interface SwapState {
  readonly active: readonly SwapArea[];
  /** Unmasked swap units that systemd's generators made, but not from /etc/fstab: swap partitions found by type, zram. */
  readonly generated: readonly string[];
  /** Enabled units: swap units with a file of their own, and services that make swap (zramswap, dphys-swapfile). */
  readonly enabled: readonly string[];
  readonly systemd: boolean;
}

/** Swap of the whole host. Cost: one `grep` where there are swap units; the shell reads the rest itself. */
export const swapProbe: ProbeKind<Record<string, never>, SwapState> = { name: "swap", script, parse };

/** Asks for the swap of the host. */
export const swapState: (query: Record<string, never>) => Probe<SwapState> = probeOf(swapProbe, () => "host");

/** A generated unit is masked when there is a link of its name in /etc or /run; one from fstab goes with its line there. */
function script(): string {
  return `if [ -d /run/systemd/system ]; then echo systemd; fi
while read -r path _ _ _ priority; do
  case $path in /*) printf 'active %s %s\\n' "$priority" "$path" ;; esac
done </proc/swaps
for file in /run/systemd/generator/*.swap /run/systemd/generator.late/*.swap; do
  unit=\${file##*/}
  if ! [ -f "$file" ] || [ -L "/etc/systemd/system/$unit" ] || [ -L "/run/systemd/system/$unit" ]; then continue; fi
  if ! grep -qs '^SourcePath=/etc/fstab' "$file"; then printf 'generated %s\\n' "$unit"; fi
done
for link in /etc/systemd/system/*.wants/*.swap /etc/systemd/system/*.requires/*.swap; do
  if [ -L "$link" ]; then printf 'enabled %s\\n' "\${link##*/}"; fi
done
for name in zramswap zram-config dphys-swapfile swapspace; do
  for link in /etc/systemd/system/*.wants/"$name.service" /etc/rc[2-5].d/S[0-9][0-9]"$name"; do
    if [ -L "$link" ]; then printf 'enabled %s\\n' "$name.service"; fi
  done
done
`;
}

function parse(stdout: string, queries: readonly Record<string, never>[]): SwapState[] {
  const lines = stdout.split("\n");
  const after = (word: string) => [
    ...new Set(
      lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1)),
    ),
  ];
  const active = after("active").map((line) => {
    const space = line.indexOf(" ");
    return { priority: Number(line.slice(0, space)), path: plainPath(line.slice(space + 1)) };
  });
  const state = {
    active,
    generated: after("generated"),
    enabled: after("enabled"),
    systemd: lines.includes("systemd"),
  };
  return queries.map(() => state);
}

/** The kernel writes white space in paths as `\040`, and marks a file that is gone. */
function plainPath(path: string): string {
  return path
    .replace(/\\040\(deleted\)$/, "")
    .replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
