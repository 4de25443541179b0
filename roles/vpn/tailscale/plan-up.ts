import { isDeepStrictEqual } from "node:util";
import type { RunChange } from "../../../src/resources/change.ts";
import type { Plan } from "../../../src/resources/resource.ts";
import { type Preferences, upFlags } from "./preferences.ts";
import type { TailscaleState } from "./tailscale-state.ts";
import { logoutScript, upScript } from "./up-script.ts";

/** A host as it is to be in its tailnet. */
export interface UpGoal {
  readonly preferences: Preferences;
  readonly authKey: string | null;
  readonly timeoutSeconds: number;
  /** Days before the end of its key that are worth a warning. */
  readonly warnDays: number;
}

type Answer = Extract<TailscaleState, { kind: "answers" }>;

/** What is to happen to a host that says this of itself. Pure. */
export function planUp(goal: UpGoal, state: TailscaleState): Plan {
  if (state.kind === "absent") return { kind: "blocked", reason: "tailscale is not installed" };
  if (state.kind === "silent") return { kind: "blocked", reason: "tailscaled does not answer" };
  const { backend } = state;
  if (backend === "NeedsMachineAuth") return { kind: "failed", message: approvalNeeded };
  if (backend === "Starting") return starting(goal);
  const isIn = backend === "Running" || backend === "Stopped";
  const isSame = isDeepStrictEqual(state.preferences, goal.preferences);
  if (backend === "Running" && isSame)
    return { kind: "changes", changes: [], message: keyMessage(goal, state) };
  if (!isIn) return login(goal, state);
  const { loginServer, tags } = state.preferences;
  if (loginServer !== goal.preferences.loginServer)
    return { kind: "failed", message: elsewhere(loginServer) };
  if (tags.join() !== goal.preferences.tags.join()) return retag(goal, state);
  return { kind: "changes", changes: [stay(goal, state)] };
}

const approvalNeeded =
  "the coordination server has to approve this host first: approve it there (headscale: headscale nodes register), then run again";

const elsewhere = (server: string): string =>
  `this host is in a tailnet of ${server}: take it out of that first, with "kind: none"`;

function login(goal: UpGoal, { backend, keyEndsIn }: Answer): Plan {
  if (goal.authKey === null) {
    const ended = keyEndsIn !== null && keyEndsIn < 0 ? ", as its key has ended" : "";
    return { kind: "failed", message: keyNeeded(`it has to log in (${backend})${ended}`) };
  }
  const script = upScript(flagsOf(goal), goal.authKey);
  return {
    kind: "changes",
    changes: [{ ...up("log in", script, goal), undo: logoutScript, secret: true }],
  };
}

/** Tags belong to the node's key, so the host gets a new one. */
function retag(goal: UpGoal, { preferences }: Answer): Plan {
  const { authKey } = goal;
  if (authKey === null) return { kind: "failed", message: keyNeeded("other tags need a new login") };
  const script = (flags: readonly string[]): string => upScript([...flags, "--force-reauth"], authKey);
  const undo = script([...upFlags(preferences), `--timeout=${goal.timeoutSeconds}s`]);
  const change = {
    ...up("log in with other tags", script(flagsOf(goal)), goal),
    undo,
    secret: true,
  } as const;
  return { kind: "changes", changes: [change] };
}

const keyNeeded = (why: string): string =>
  `${why}, and there is no auth key: write "auth_key", best from a vault`;

/** It is known to the tailnet: only what it wants is told anew. */
function stay(goal: UpGoal, { backend, preferences }: Answer): RunChange {
  const before = upScript([...upFlags(preferences), `--timeout=${goal.timeoutSeconds}s`], null);
  const summary = backend === "Stopped" ? "connect" : "change settings";
  const undo = backend === "Stopped" ? `${before}\ntailscale down` : before;
  return { ...up(summary, upScript(flagsOf(goal), null), goal), undo };
}

function up(what: string, script: string, { timeoutSeconds }: UpGoal): RunChange {
  return { kind: "run", summary: `tailscale up: ${what}`, script, timeoutMs: (timeoutSeconds + 30) * 1000 };
}

const flagsOf = ({ preferences, timeoutSeconds }: UpGoal): string[] => [
  ...upFlags(preferences),
  `--timeout=${timeoutSeconds}s`,
];

function starting({ timeoutSeconds }: UpGoal): Plan {
  return {
    kind: "wait",
    summary: "for tailscaled to reach the tailnet",
    script: `lab_left=${timeoutSeconds}
until timeout 5 tailscale status --json --peers=false 2>/dev/null | grep -q '"BackendState": "Running"'; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    timeout 5 tailscale status --peers=false >&2
    exit 1
  fi
  sleep 1
done`,
    timeoutMs: (timeoutSeconds * 7 + 30) * 1000,
  };
}

const daySeconds = 86_400;

function keyMessage({ warnDays }: UpGoal, { addresses, keyEndsIn }: Answer): string {
  const own = addresses.join(", ");
  if (keyEndsIn === null) return `${own}; its key does not end`;
  const days = Math.floor(keyEndsIn / daySeconds);
  const ends = days === 1 ? "its key ends in 1 day" : `its key ends in ${days} days`;
  return days >= warnDays
    ? `${own}; ${ends}`
    : `${own}; warning: ${ends}: switch off key expiry for this host, or log it in anew`;
}
