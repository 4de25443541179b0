import { existsSync } from "node:fs";
import { createRedactor, type Redactor } from "../engine/redact.ts";
import { newRunId } from "../engine/run-id.ts";
import type { ReadyPlay } from "../engine/run-play.ts";
import { runPlaybook } from "../engine/run-playbook.ts";
import { exitCode, InputError } from "../errors.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { createReporter } from "../report/create-reporter.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import type { Target } from "../transport/transport.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { confirmStep } from "./confirm-step.ts";
import { hostTransport } from "./host-transport.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import type { Login, PlayFlags } from "./play-flags.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { readyPlay } from "./ready-play.ts";
import { secretValues } from "./secret-values.ts";
import { startAtTask } from "./start-at-task.ts";

/** Runs a valid playbook on its hosts, and returns the exit code of lab. Throws InputError before the first contact. */
export async function runPrepared(run: PreparedRun, flags: PlayFlags): Promise<number> {
  const { inventory } = run.context;
  const redactor = createRedactor();
  const plays = readyPlays(run, flags, redactor);
  const targets = targetsOf(inventory, await loginOf(flags));
  for (const { password, becomePassword } of targets.values()) {
    for (const secret of [password, becomePassword]) if (secret !== undefined) redactor.add(secret);
  }
  const reporter = await createReporter(flags.report);
  const { signal, interrupt, stop } = interruptSignal();
  try {
    const outcome = await runPlaybook({
      run: newRunId(),
      resumes: null,
      playbook: run.playbook,
      plays,
      targets,
      transport: hostTransport(sshTransport(), (host) => inventory.hosts.has(host)),
      forks: flags.forks,
      check: flags.check,
      confirm: flags.step ? confirmStep(askOnTerminal, interrupt) : null,
      warnings: inventory.warnings,
      signal,
      redactor,
      emit: (event) => reporter.handle(event),
    });
    const foundChanges = flags.check && flags.detailedExitcode && outcome.changed > 0;
    return outcome.exitCode === exitCode.ok && foundChanges ? exitCode.changesFound : outcome.exitCode;
  } finally {
    stop();
    await reporter.close();
  }
}

function readyPlays({ plays, context }: PreparedRun, flags: PlayFlags, redactor: Redactor): ReadyPlay[] {
  for (const secret of secretValues(context.inventory, plays)) redactor.add(secret);
  const ready = plays.map((play) => readyPlay(play, context, (secret) => redactor.add(secret)));
  return flags.startAtTask === undefined ? ready : startAtTask(ready, flags.startAtTask);
}

async function loginOf({ login, askPass, askBecomePass }: PlayFlags): Promise<Login> {
  checkKey(login.key);
  const ask = (text: string) => askOnTerminal({ text, isHidden: true });
  return {
    ...login,
    ...(askPass ? { password: await ask("login password") } : {}),
    ...(askBecomePass ? { becomePassword: await ask("sudo password") } : {}),
  };
}

/** A key for all hosts that is not there is a slip of the flag, and no host's fault. A path with %h is another for each host. */
function checkKey(key = ""): void {
  if (key === "" || /^~|%/.test(key) || existsSync(key)) return;
  const hint = "check the path of --key, or of key in lab.yaml";
  throw new InputError({ message: `there is no file "${key}" to log in with`, hint });
}

function targetsOf(inventory: Inventory, login: Login): ReadonlyMap<string, Target> {
  return new Map([...inventory.hosts].map(([name, host]) => [name, { ...host.target, ...login }]));
}
