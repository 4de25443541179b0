import type { Change } from "./change.ts";
import { defineModule } from "./module.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, resource } from "./resource.ts";
import { shQuote } from "./sh-quote.ts";
import { type SwapArea, type SwapState, swapState } from "./swap-probe.ts";
import { textChanges, textFile } from "./text-file.ts";

const fstab = "/etc/fstab";
const timeoutMs = 300_000;

/** Swap of the whole host, as the kubelet wants it: none, now and after every boot. */
export const swapModule = defineModule({
  name: "swap",
  summary: "Switches all swap off for good: fstab, swap units, zram and swap services.",
  example: `- name: Switch swap off
  swap:
    state: absent`,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["state"],
    properties: {
      state: { enum: ["absent"], description: "No swap is active, and none will be after a boot." },
    },
  },
  build: () =>
    resource({
      id: "swap",
      probes: { swap: swapState({}), fstab: pathState({ path: fstab, content: "always" }) },
      plan: ({ swap, fstab: table }) => plan(swap, table),
      after: ({ swap }) => ({ swap: { ...swap, active: [], generated: [], enabled: [] } }),
    }),
});

function plan(swap: SwapState, table: PathState): Plan {
  const file = textFile(fstab, table);
  if (file.kind === "uneditable") return { kind: "blocked", reason: file.reason };
  const entries = table.kind === "absent" ? [] : textChanges(fstab, table, withoutSwap(file.text));
  const reload = swap.systemd && entries.length > 0 && swap.generated.length === 0;
  const changes: Change[] = [
    ...swap.enabled.map(disabling),
    ...entries,
    ...swap.generated.map(masking),
    ...(reload ? [reloading] : []),
    ...switchingOff(swap.active),
  ];
  return { kind: "changes", changes };
}

/** Comments out each entry whose third field is `swap`. */
function withoutSwap(text: string): string {
  return text
    .split("\n")
    .map((line) => (/^\s*[^#\s]\S*\s+\S+\s+swap(\s|$)/.test(line) ? `# ${line}` : line))
    .join("\n");
}

function disabling(unit: string): Change {
  return {
    kind: "run",
    summary: `systemctl disable --now ${unit}`,
    script: `systemctl disable --now -- ${shQuote(unit)}`,
    undo: `systemctl enable --now -- ${shQuote(unit)}`,
    timeoutMs,
  };
}

function masking(unit: string): Change {
  return {
    kind: "run",
    summary: `systemctl mask ${unit}`,
    script: `systemctl mask -- ${shQuote(unit)}`,
    undo: `systemctl unmask -- ${shQuote(unit)}`,
    timeoutMs,
  };
}

/** The swap units that systemd made from fstab would otherwise come back with the next start of swap.target. */
const reloading: Change = {
  kind: "run",
  summary: "systemctl daemon-reload",
  script: "systemctl daemon-reload",
  afterUndo: "systemctl daemon-reload",
  timeoutMs,
};

function switchingOff(areas: readonly SwapArea[]): Change[] {
  if (areas.length === 0) return [];
  const back = areas.map(({ path, priority }) => {
    // Priorities below zero are the kernel's own choice, and cannot be asked for.
    const flag = priority >= 0 ? `-p ${priority} ` : "";
    const name = shQuote(path);
    return `cut -d ' ' -f 1 /proc/swaps | grep -qxF -e ${name} || swapon ${flag}${name} || exit`;
  });
  return [
    {
      kind: "run",
      summary: `swapoff ${areas.map(({ path }) => path).join(", ")}`,
      script: "swapoff -a",
      undo: back.join("\n"),
      timeoutMs,
    },
  ];
}
