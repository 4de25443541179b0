import { resolve } from "node:path";
import { createVitest, parseCLI, type Vitest } from "vitest/node";
import { closingLine, countOutcome, type Outcome } from "./outcome.ts";

/** Removing containers takes seconds; what takes longer than this hangs. */
const closesWithinMs = 120_000;

/** Runs all tests, or those that the arguments of vitest's own command line select, and counts them. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  const { filter, options } = parseCLI(["vitest", "run", ...args]);
  const root = resolve(options.root ?? `${import.meta.dirname}/..`);
  const vitest = await createVitest("test", { reporters: ["default"], ...options, root, watch: false });
  const hasStarted = await vitest.start(filter).then(
    () => true,
    (error: unknown) => {
      vitest.logger.printError(error, { fullStack: true, type: "Unhandled Error" });
      return false;
    },
  );
  const outcome = countOutcome(vitest.state.getTestModules());
  outcome.failed += vitest.state.getUnhandledErrors().length;
  const isBroken = !(await close(vitest)) || !hasStarted || isFailure(process.exitCode);
  const isEmpty = outcome.passed + outcome.failed + outcome.skipped === 0;
  if (outcome.failed === 0 && (isBroken || isEmpty)) outcome.failed = 1;
  return outcome;
}

/** Runs the global teardown and ends the workers. False when that fails or does not come to an end. */
async function close(vitest: Vitest): Promise<boolean> {
  // vitest prints what goes wrong while it closes, and reports it nowhere else.
  let hasComplained = false;
  const print = vitest.logger.error.bind(vitest.logger);
  vitest.logger.error = (...args: Parameters<typeof print>) => {
    hasComplained = true;
    print(...args);
  };
  const { promise, resolve: giveUp } = Promise.withResolvers<false>();
  const timer = setTimeout(() => giveUp(false), closesWithinMs);
  const isClosed = await Promise.race([vitest.close().then(() => true), promise]);
  clearTimeout(timer);
  return isClosed && !hasComplained;
}

function isFailure(code: typeof process.exitCode): boolean {
  return code !== undefined && code !== null && Number(code) !== 0;
}

const outcome = await runTests(process.argv.slice(2)).catch((error: unknown): Outcome => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return { passed: 0, failed: 1, skipped: 0 };
});
// Something may keep the event loop alive: do not wait for it.
process.stdout.write(`\n${closingLine(outcome)}\n`, () => process.exit(outcome.failed > 0 ? 1 : 0));
