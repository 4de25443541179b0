import { createRedactor } from "../engine/redact.ts";
import { runPlaybook } from "../engine/run-playbook.ts";
import { exitCode } from "../errors.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { ReporterOptions } from "../report/reporter.ts";
import type { Target } from "../transport/transport.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { prepareRun, type RunFlags } from "./prepare-run.ts";

/** The flags of `lab play`. */
export interface PlayFlags extends RunFlags {
  readonly check: boolean;
  readonly detailedExitcode: boolean;
  readonly forks: number;
  readonly report: ReporterOptions;
  /** What the flags -u, --key, -k and -K say of every host; it wins over the inventory. */
  readonly login: Pick<Target, "user" | "key" | "password" | "becomePassword">;
}

/** `lab play PLAYBOOK`. Throws InputError; whatever goes wrong on hosts is reported and shows in the exit code. */
export async function playCommand(name: string, flags: PlayFlags): Promise<number> {
  const { playbook, inventory, plays } = prepareRun(name, flags);
  const targets = targetsOf(inventory, flags.login);
  const redactor = createRedactor();
  for (const { password, becomePassword } of targets.values()) {
    for (const secret of [password, becomePassword]) if (secret !== undefined) redactor.add(secret);
  }
  const [{ createReporter }, { sshTransport }] = await Promise.all([
    import("../report/create-reporter.ts"),
    import("../transport/ssh-transport.ts"),
  ]);
  const reporter = await createReporter(flags.report);
  const interrupt = interruptSignal();
  try {
    const outcome = await runPlaybook({
      playbook,
      plays,
      targets,
      transport: sshTransport(),
      forks: flags.forks,
      check: flags.check,
      warnings: inventory.warnings,
      signal: interrupt.signal,
      redactor,
      emit: (event) => reporter.handle(event),
    });
    const foundChanges = flags.check && flags.detailedExitcode && outcome.changed > 0;
    return outcome.exitCode === exitCode.ok && foundChanges ? exitCode.changesFound : outcome.exitCode;
  } finally {
    interrupt.stop();
    await reporter.close();
  }
}

function targetsOf(inventory: Inventory, login: PlayFlags["login"]): ReadonlyMap<string, Target> {
  return new Map([...inventory.hosts].map(([name, host]) => [name, { ...host.target, ...login }]));
}
