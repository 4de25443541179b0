import { blockedByAccount } from "./account-probes.ts";
import { type CommandSurroundings, commandGuards } from "./command-guards.ts";
import { commandScript, type Invocation } from "./command-script.ts";
import type { BuildContext } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { type Resource, resource, satisfied } from "./resource.ts";

/** What command and shell take, besides the command. */
export interface CommandOptions {
  readonly chdir?: string;
  readonly creates?: string;
  readonly removes?: string;
  readonly unless?: string;
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  /** A script of sh that takes the command back. */
  readonly undo?: string;
  readonly stdin?: string;
  /** Seconds. */
  readonly timeout?: number;
}

/**
 * A command that runs each time, or only while its guards (`creates`, `removes`, `unless`) let it. Its own `environment`
 * wins over the task's.
 */
export function commandResource(
  kind: "command" | "shell",
  text: string,
  program: Invocation["program"],
  options: CommandOptions,
  { runAs, environment: outer }: Pick<BuildContext, "runAs" | "environment">,
): Resource {
  const chdir = options.chdir === undefined ? null : normalPath(options.chdir);
  const own = Object.entries(options.environment ?? {}).map(([name, value]) => [name, String(value)]);
  const surroundings = { runAs, chdir, environment: { ...outer, ...Object.fromEntries(own) } };
  const guards = commandGuards(options, surroundings);
  const change = {
    kind: "run",
    summary: shortened(text),
    script: commandScript({ program, ...surroundings, stdin: options.stdin ?? null }),
    ...(options.undo === undefined ? {} : { undo: undoScript(options.undo, surroundings) }),
    timeoutMs: (options.timeout ?? 600) * 1000,
  } as const;
  return resource({
    id: `${kind} ${shortened(text)}`,
    probes: guards.probes,
    plan(states) {
      const reason = guards.reason(states);
      if (reason !== null) return { ...satisfied, message: `not run: ${reason}` };
      if (chdir !== null && states["path chdir"]?.kind === "absent") {
        return { kind: "blocked", reason: `directory ${chdir} does not exist` };
      }
      const blocked = blockedByAccount(states);
      if (blocked) return blocked;
      return { kind: "changes", changes: [change] };
    },
    verify: (states) => guards.complaint(states),
    capturesOutput: true,
    bringsMore: true,
  });
}

function undoScript(text: string, surroundings: CommandSurroundings): string {
  const program = { kind: "script", interpreter: "/bin/sh", text } as const;
  return commandScript({ program, ...surroundings, stdin: null });
}

/** One line of at most 80 characters, for titles. */
function shortened(text: string): string {
  const line = text.trim().split(/\s+/).join(" ");
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
