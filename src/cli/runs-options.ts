import { type Command, Option } from "commander";
import { positive } from "./option-values.ts";

type Write = (text: string) => void;
type Done = (exitCode: number) => void;

/** Adds `lab runs` with its commands; `done` receives the exit code. */
export function addRuns(program: Command, write: Write, done: Done): void {
  const output = ({ json = false }: { json?: boolean }) => ({
    json,
    write,
    isTty: process.stdout.isTTY === true,
    env: process.env,
  });
  const asJson = () => new Option("--json", "as JSON");
  const load = () => import("./runs-command.ts");
  const runs = program.command("runs").description("show what ran here: records of runs and checks");
  runs
    .command("list", { isDefault: true })
    .description("list the runs, the newest first")
    .option("-n, --number <number>", "how many", positive, 20)
    .addOption(asJson())
    .action(async ({ number, ...options }: { number: number; json?: boolean }) => {
      done((await load()).listCommand(number, output(options)));
    });
  runs
    .command("show")
    .description("show one run: what each host did, and what failed")
    .argument("[id]", "id of the run, or its beginning", "last")
    .addOption(asJson())
    .action(async (id: string, options: { json?: boolean }) => {
      done((await load()).showCommand(id, output(options)));
    });
}

/** Adds `lab report`. */
export function addReport(program: Command, write: Write, done: Done): void {
  program
    .command("report")
    .description("write a run as a web page: timeline, changes, failures")
    .argument("[id]", "id of the run, or its beginning", "last")
    .option("--output <file>", "where it goes (default: report.html in the folder of the run)")
    .action(async (id: string, { output }: { output?: string }) => {
      const { reportCommand } = await import("./report-command.ts");
      done(reportCommand(id, output ?? null, write));
    });
}
