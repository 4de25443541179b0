import type { RunChange } from "../../src/resources/change.ts";
import type { Plan } from "../../src/resources/resource.ts";
import { type Situation, type Start, startOf } from "./first-start.ts";
import {
  type Addition,
  additionScript,
  firstStartScript,
  startAgainScript,
  undoAddition,
  undoFirstStart,
} from "./start-script.ts";

/** What a member's plan follows from. */
export interface MemberRequest {
  readonly situation: Situation;
  readonly dataDir: string;
  readonly foundation: string;
}

/** What is to happen so that the host's member runs as part of its cluster. Pure. */
export function memberPlan(request: MemberRequest): Plan {
  const { situation } = request;
  const start = startOf(situation);
  const message = remarks(situation);
  switch (start.kind) {
    case "blocked":
      return start;
    case "refused":
      return { kind: "failed", message: start.message };
    case "again": {
      const { isActive, isEnabled } = situation.host;
      return isActive && isEnabled
        ? { kind: "changes", changes: [], message }
        : { kind: "changes", changes: [startAgain], message };
    }
    default:
      return { kind: "changes", changes: [firstStart(start, request)], message };
  }
}

const startAgain: RunChange = {
  kind: "run",
  summary: "systemctl enable --now etcd",
  script: startAgainScript,
  undo: "systemctl disable --now etcd\n",
  timeoutMs: 60_000,
};

function firstStart(
  start: Extract<Start, { kind: "found" | "listed" | "add" }>,
  { situation, dataDir, foundation }: MemberRequest,
): RunChange {
  const { own, members } = situation;
  const first = { dataDir, foundation };
  const run = { kind: "run", undo: undoFirstStart(dataDir), timeoutMs: 180_000 } as const;
  switch (start.kind) {
    case "found": {
      const script = firstStartScript(first, start.initial, "new");
      return { ...run, summary: `start etcd as one of ${members.length} first members`, script };
    }
    case "listed": {
      const script = firstStartScript(first, start.initial, "existing");
      return { ...run, summary: "start etcd, which the others wait for", script };
    }
    case "add": {
      const others = members.filter(({ name }) => name !== own.name).map(({ clientUrl }) => clientUrl);
      const { name, peerUrl } = own;
      const addition: Addition = { ...first, name, peerUrl, endpoints: others, lost: start.lost };
      const what = start.lost === null ? "add" : "remove the member that lost its data, and add";
      return {
        ...run,
        summary: `etcdctl: ${what} ${name}`,
        script: additionScript(addition),
        undo: undoAddition(addition),
      };
    }
  }
}

/** What is worth knowing, and is no mistake. */
function remarks({ members, network }: Situation): string {
  const wanted = new Set(members.map(({ name }) => name));
  const strangers = (network.members ?? [])
    .map(({ name }) => name)
    .filter((name) => name !== "" && !wanted.has(name));
  const notes = [
    ...(members.length % 2 === 0
      ? [`${members.length} members bear the loss of no more of them than ${members.length - 1} do`]
      : []),
    ...(strangers.length > 0 ? [`in etcd, but not in the inventory: ${strangers.join(", ")}`] : []),
  ];
  return notes.join("; ");
}
