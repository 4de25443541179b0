import type ssh2 from "ssh2";
import type { IdentityCallback, ParsedKey, PublicKeyEntry, SignCallback, SigningRequestOptions } from "ssh2";
import type { OfferedAgent } from "./authentication-attempts.ts";

/** Which of an agent's keys are offered, and in which order. */
interface AgentSelection {
  /** Public keys that go first: sshd counts attempts and cuts after a few. */
  readonly preferred: readonly Buffer[];
  /** Nothing but the preferred (IdentitiesOnly). */
  readonly only: boolean;
}

type AgentKey = Buffer | string | ParsedKey;

/**
 * Offers the keys of the ssh agent at `socket`. An agent that does not answer has no keys to offer: ssh2 would call
 * that an error of the connection, where `ssh` goes on with the next method.
 */
export function offeredAgent(library: typeof ssh2, socket: string, selection: AgentSelection): OfferedAgent {
  const inner = library.createAgent(socket);
  let offered: number | null = null;

  class SelectiveAgent extends library.BaseAgent {
    override getIdentities(callback: IdentityCallback<AgentKey>): void {
      inner.getIdentities((_, keys) => {
        const selected = selectKeys((keys ?? []).filter(isPlain), selection);
        offered = selected.length;
        callback(null, selected);
      });
    }

    override sign(
      key: AgentKey,
      data: Buffer,
      options: SigningRequestOptions | SignCallback,
      callback?: SignCallback,
    ): void {
      if (typeof options === "function") inner.sign(key, data, options);
      else inner.sign(key, data, options, callback);
    }
  }
  return { agent: new SelectiveAgent(), keys: () => offered };
}

/** Pure. */
function selectKeys(keys: readonly AgentKey[], selection: AgentSelection): AgentKey[] {
  const rank = (key: AgentKey) => {
    const index = selection.preferred.findIndex((preferred) => preferred.equals(wireFormat(key)));
    return index < 0 ? selection.preferred.length : index;
  };
  const ranked = keys.map((key) => ({ key, rank: rank(key) })).toSorted((a, b) => a.rank - b.rank);
  const kept = selection.only ? ranked.filter((one) => one.rank < selection.preferred.length) : ranked;
  return kept.map((one) => one.key);
}

const isPlain = (key: AgentKey | PublicKeyEntry): key is AgentKey =>
  typeof key === "string" || Buffer.isBuffer(key) || "getPublicSSH" in key;

function wireFormat(key: AgentKey): Buffer {
  if (Buffer.isBuffer(key)) return key;
  return typeof key === "string" ? Buffer.from(key, "base64") : key.getPublicSSH();
}
