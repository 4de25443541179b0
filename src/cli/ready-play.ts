import type { ReadyPlay } from "../engine/run-play.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";
import { type HostPlayContext, hostPlay } from "../playbook/host-play.ts";
import { renderedSecrets } from "./secret-values.ts";

/**
 * A play as the engine runs it. What it does on a host is worked out anew each time it is asked for, and not kept: the
 * engine asks once. `addSecret` gets the secret values that show only then.
 */
export function readyPlay(
  play: CompiledPlay,
  context: HostPlayContext,
  addSecret: (secret: string) => void,
): ReadyPlay {
  const hosts = play.hosts.flatMap((host) => {
    const known = context.inventory.hosts.get(host);
    if (!known) return [];
    const make = () => {
      const made = hostPlay(play, known, context);
      for (const secret of renderedSecrets({ ...known.vars, ...play.vars }, made.scope)) addSecret(secret);
      return made;
    };
    return [{ host, play: make }];
  });
  const { name, order, serial, maxFailPercentage, isLockstep } = play;
  const { ignoreUnreachable, anyErrorsFatal, rollsBackRun } = play;
  const settings = { isLockstep, ignoreUnreachable, anyErrorsFatal, rollsBackRun };
  return { name, order, serial, maxFailPercentage, ...settings, hosts };
}
