import pLimit from "p-limit";
import { CommandError, ConnectionError, exitCode, InputError } from "../errors.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import { sanitize } from "../report/sanitize.ts";
import { describeHolder, type LockHolder } from "../transport/lock-holder.ts";
import { lockHolder, removeLock } from "../transport/lock-inspection.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import type { Shell } from "../transport/transport.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import type { VaultKeyFlags } from "./command-secrets.ts";
import { hostTargets, type LoginFlags } from "./host-targets.ts";
import { readInventory } from "./read-inventory.ts";

/** The flags of `lab unlock`. */
export interface UnlockFlags extends LoginFlags, VaultKeyFlags {
  /** A host pattern. */
  readonly pattern: string;
  /** Path of clusters.json. */
  readonly inventory: string;
  /** Only shows the locks. */
  readonly list: boolean;
  /** Removes them without asking. */
  readonly yes: boolean;
}

/** A host that answered: its shell, and who has locked it. */
interface Looked {
  readonly host: string;
  readonly shell: Shell;
  readonly holder: LockHolder | null;
}

type Locked = Looked & { readonly holder: LockHolder };

const forks = 64;

/** Runs `lab unlock` and returns its exit code. Cost: a connection per host, and one round trip, or two. Throws InputError. */
export async function unlockCommand(flags: UnlockFlags): Promise<number> {
  if (!flags.list && !flags.yes && !process.stdin.isTTY) {
    const hint = "give --yes to remove the locks, or --list to see them";
    throw new InputError({ message: "lab unlock asks on a terminal, and there is none", hint });
  }
  const inventory = await readInventory(flags.inventory, flags, false);
  const hosts = matchHosts(flags.pattern, inventory);
  const targets = await hostTargets(inventory, flags);
  const transport = sshTransport();
  const faults = new Faults();
  const look = async (host: string): Promise<Looked> => {
    const target = targets.get(host) ?? { name: host, host };
    const shell = await transport.open(target, { readOnly: flags.list });
    return { host, shell, holder: await lockHolder(shell).catch((error) => closeAfter(shell, error)) };
  };
  const limit = pLimit(forks);
  const looked = await faults.collect(hosts.map((host) => ({ host, done: limit(() => look(host)) })));
  try {
    for (const { host, holder } of looked) say(host, holder ? describeHolder(holder, new Date()) : "free");
    const locked = looked.filter(isLocked);
    if (!flags.list && locked.length > 0 && (flags.yes || (await isConfirmed(locked)))) {
      await faults.collect(locked.map((one) => ({ host: one.host, done: remove(one) })));
    }
  } finally {
    await Promise.all(looked.map(({ shell }) => shell.close()));
  }
  return faults.exitCode;
}

async function remove({ host, shell, holder }: Locked): Promise<void> {
  const now = await removeLock(shell, holder);
  if (now) return say(host, `${describeHolder(now, new Date())}: taken meanwhile, and left alone`);
  const left = holder.state === "busy" ? "; a script of that run may still be at work" : "";
  say(host, `unlocked${left}`);
}

async function isConfirmed(locked: readonly Locked[]): Promise<boolean> {
  const names = locked.map(({ host }) => host).join(", ");
  const answer = await askOnTerminal({ text: `remove the lock of ${names}? [y]es, [n]o`, isHidden: false });
  return /^y(es)?$/i.test(answer.trim());
}

function isLocked(looked: Looked): looked is Locked {
  return looked.holder !== null;
}

async function closeAfter(shell: Shell, error: unknown): Promise<never> {
  await shell.close();
  throw error;
}

function say(host: string, text: string): void {
  process.stdout.write(`${sanitize(`${host}: ${text}`)}\n`);
}

/** What went wrong on hosts; the others go on. */
class Faults {
  exitCode: number = exitCode.ok;

  /** What came of all that did not fail; what failed is said. */
  async collect<T>(works: readonly { readonly host: string; readonly done: Promise<T> }[]): Promise<T[]> {
    const results = await Promise.allSettled(works.map(({ done }) => done));
    return results.flatMap((result, index) => {
      if (result.status === "fulfilled") return [result.value];
      this.#add(works[index]?.host ?? "", result.reason);
      return [];
    });
  }

  #add(host: string, error: unknown): void {
    if (error instanceof ConnectionError) {
      this.exitCode ||= exitCode.hostsUnreachable;
      say(host, `unreachable: ${error.message}\n  ${error.hint}`);
    } else if (error instanceof CommandError) {
      this.exitCode = exitCode.hostsFailed;
      say(host, `failed: ${error.message}\n${error.stderr}`);
    } else throw error;
  }
}
