import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { rebootRefusal } from "./reboot-script.ts";

/** What a host says of its last start, and of the next one. */
export interface BootState {
  /** Another one after each start; of a container, too, where the kernel goes on. */
  readonly id: string;
  /** What was installed asks for a reboot. Only known where it was asked for. */
  readonly isNeeded: boolean;
  /** What the host said when it was ordered to reboot and would not; null where it did not say so. */
  readonly refusal: string | null;
}

/** `need` asks whether a reboot is needed, which may take a second where rpm is to be asked. */
export interface BootQuery {
  readonly need: boolean;
}

/** How a host was started, and whether it asks to be started anew. */
export const bootProbe: ProbeKind<BootQuery, BootState> = {
  name: "boot",
  script: (queries) => (queries.some(({ need }) => need) ? `${identify}\n${askNeed}\n` : `${identify}\n`),
  parse: (stdout, queries) => {
    const [id = "", ...said] = stdout.split("\n");
    const refusals = said.filter((line) => line.startsWith("refused ")).map((line) => line.slice(8));
    const refusal = refusals.length === 0 ? null : refusals.join("\n");
    return queries.map(({ need }) => ({ id, isNeeded: need && said.includes("needed"), refusal }));
  },
};

/** Asks for it. */
export const bootState: (query: BootQuery) => Probe<BootState> = probeOf(bootProbe, () => "host");

/** The 22nd field of stat is the start of the first process, in ticks of the kernel's clock; the name before may hold blanks. */
const identify = `read -r lab_boot </proc/sys/kernel/random/boot_id || exit 1
read -r lab_stat </proc/1/stat || exit 1
# shellcheck disable=SC2086 # its fields
set -- \${lab_stat##*) }
echo "$lab_boot/\${20}"
if [ -e ${rebootRefusal} ]; then sed 's/^/refused /' ${rebootRefusal}; fi`;

/** Debian and its kin, SUSE, and what has dnf's utilities. */
const askNeed = `if [ -e /run/reboot-required ] || [ -e /run/reboot-needed ]; then
  echo needed
elif command -v needs-restarting >/dev/null; then
  needs-restarting -r >/dev/null 2>&1
  [ $? -ne 1 ] || echo needed
fi`;
