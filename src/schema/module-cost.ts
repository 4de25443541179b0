import type { Module } from "../resources/module.ts";

/** What a module costs in frames, and what it does in a check. */
export interface ModuleCost {
  readonly frames: string;
  readonly check: string;
}

/** Modules that ask the host nothing. */
export const decidedHere: ReadonlySet<string> = new Set(["assert", "debug", "fail", "set_fact"]);

const here: ModuleCost = {
  frames: "None: it is decided on the machine that runs lab.",
  check: "The same as a run. What reads a result that is not known yet is deferred.",
};

const command: ModuleCost = {
  frames:
    "One when it runs. None when a guard says that it need not: the guards are asked together with all other tasks. With `async` and a `poll` above 0, one more for each look.",
  check:
    "Its guards are asked, and `--check` announces that it would run. What reads its result is deferred. `check_mode: false` runs it in a check, too: it must then only read.",
};

const question: ModuleCost = {
  frames: "None of its own: it is asked together with all other tasks. Tried again (`until`), one each time.",
  check: "The same as a run.",
};

const waiting: ModuleCost = {
  frames: "None when it holds already; else one, which lasts until it does.",
  check: "`--check` does not wait; it says what a run would wait for.",
};

const reboot: ModuleCost = {
  frames:
    "None when it need not; else one for the order, one for each look until the host is ready again, over a connection of its own once it is back, and one in which all that follows is asked anew.",
  check: "`--check` announces the reboot and judges the tasks after it as if the host were as before.",
};

const state: ModuleCost = {
  frames:
    "None when nothing is to change: it is asked together with all other tasks. One when something changes.",
  check: "`--check` announces exactly what a run changes.",
};

const withFiles: ModuleCost = {
  frames: `${state.frames} A file above 1 MiB is uploaded besides.`,
  check: `${state.check} \`--diff\` shows the lines.`,
};

const special: Readonly<Record<string, ModuleCost>> = {
  async_status: {
    frames: `${question.frames} \`mode: cleanup\` takes one when there is something to remove.`,
    check: "A look is the same as in a run; what `mode: cleanup` would remove is announced.",
  },
  reboot,
  wait_for: waiting,
};

/** What the page of a module says about frames and check mode. */
export function moduleCost(module: Module): ModuleCost {
  const own = special[module.name];
  if (own) return own;
  if (decidedHere.has(module.name)) return here;
  if (module.runsCommand) return command;
  if (module.changesNothing) return question;
  return module.files === undefined ? state : withFiles;
}
