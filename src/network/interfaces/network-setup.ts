import { probeOf } from "../../resources/probe.ts";
import {
  netplanFolder,
  networkdFolder,
  ownMark,
  ownPrefix,
  type Renderer,
  wickedFolder,
} from "./rendered-file.ts";

/** What a host has to configure its interfaces with, and what lab has put there. */
export interface NetworkSetup {
  readonly hasNetplan: boolean;
  /** There are files for it, of whomever. */
  readonly isNetplanUsed: boolean;
  readonly hasWicked: boolean;
  readonly isNetworkdActive: boolean;
  /** Paths of files that lab has written, of every renderer. */
  readonly own: readonly string[];
  /** The address of the host that this very connection uses; null where there is none (localhost). */
  readonly sshAddress: string | null;
}

/**
 * The connection's address is a variable of sshd's child, which sudo takes from its own children: so it is looked for
 * among the ancestors of this shell.
 */
const script = `
if command -v netplan >/dev/null 2>&1; then echo 'has netplan'; fi
for lab_file in ${netplanFolder}/*.yaml /run/netplan/*.yaml /lib/netplan/*.yaml; do
  if [ -e "$lab_file" ]; then echo 'has netplan-files'; break; fi
done
if command -v wicked >/dev/null 2>&1 && [ -d ${wickedFolder} ]; then echo 'has wicked'; fi
if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then echo 'has networkd'; fi
for lab_file in ${netplanFolder}/${ownPrefix}*.yaml ${networkdFolder}/${ownPrefix}*; do
  if [ -f "$lab_file" ]; then printf 'own %s\\n' "$lab_file"; fi
done
for lab_file in ${wickedFolder}/ifcfg-* ${wickedFolder}/ifroute-*; do
  if grep -qsxF '${ownMark}' "$lab_file"; then printf 'own %s\\n' "$lab_file"; fi
done
lab_pid=$$
while [ "\${lab_pid:-0}" -gt 1 ]; do
  lab_line=$(tr '\\0' '\\n' <"/proc/$lab_pid/environ" 2>/dev/null | grep '^SSH_CONNECTION=') && break
  lab_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$lab_pid/status" 2>/dev/null)
done
if [ -n "\${lab_line:-}" ]; then printf 'ssh %s\\n' "\${lab_line#*=}"; fi
`;

/** Asks what configures interfaces. Cost: rides in a frame; about fifteen processes. */
export const networkSetup = probeOf(
  {
    name: "network setup",
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const setup = parseNetworkSetup(stdout);
      return queries.map(() => setup);
    },
  },
  () => "files and services",
);

/** Reads what the script above prints. Pure. */
export function parseNetworkSetup(stdout: string): NetworkSetup {
  const lines = stdout.split("\n");
  const after = (word: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const has = after("has");
  // Client's address and port, then those of the server (sshd(8)).
  const server = after("ssh")[0]?.split(" ")[2];
  return {
    hasNetplan: has.includes("netplan"),
    isNetplanUsed: has.includes("netplan-files"),
    hasWicked: has.includes("wicked"),
    isNetworkdActive: has.includes("networkd"),
    own: after("own"),
    sshAddress: server?.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "") ?? null,
  };
}

/** What is to configure the interfaces of a host, or why nothing can. */
export type ChosenRenderer = { readonly renderer: Renderer } | { readonly missing: string };

/** The renderer that was asked for, where it is there; else the one that the host uses. Pure. */
export function chosenRenderer(setup: NetworkSetup, asked: Renderer | undefined): ChosenRenderer {
  const renderer = asked ?? detectedRenderer(setup);
  if (renderer === null) {
    return { missing: "neither netplan nor wicked is installed, and systemd-networkd does not run" };
  }
  return isThere[renderer](setup) ? { renderer } : { missing: missingTexts[renderer] };
}

function detectedRenderer(setup: NetworkSetup): Renderer | null {
  if (setup.hasNetplan && setup.isNetplanUsed) return "netplan";
  if (setup.hasWicked) return "wicked";
  if (setup.isNetworkdActive) return "networkd";
  return setup.hasNetplan ? "netplan" : null;
}

const isThere: Readonly<Record<Renderer, (setup: NetworkSetup) => boolean>> = {
  netplan: ({ hasNetplan }) => hasNetplan,
  networkd: ({ isNetworkdActive }) => isNetworkdActive,
  wicked: ({ hasWicked }) => hasWicked,
};

const missingTexts: Readonly<Record<Renderer, string>> = {
  netplan: "netplan is not installed",
  networkd: "systemd-networkd does not run",
  wicked: "wicked is not installed",
};
