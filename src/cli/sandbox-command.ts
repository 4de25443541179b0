import { exitCode, InputError } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
import { fromHere } from "../input/from-here.ts";
import { suggestion } from "../input/suggest.ts";
import type { Progress } from "../sandbox/progress.ts";

/** Takes text for stdout, line ends included. */
type Write = (text: string) => void;

const printProgress: Progress = (line) => process.stderr.write(`${line}\n`);

/**
 * `lab sandbox up`: starts hosts and prints how to use them; the steps of the set-up go to stderr. Ctrl-C removes what
 * was started, a second one ends at once. Throws InputError.
 */
export async function sandboxUp(
  options: { readonly name: string; readonly hosts: number; readonly folder?: string },
  write: Write,
): Promise<number> {
  const { up } = await import("../sandbox/sandbox.ts");
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(exitCode.interrupted);
    printProgress("Interrupted: removing what was started");
    interruption.abort();
  };
  // Not `once`: testcontainers brings signal-exit, which ends the process when it finds no other listener left.
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    const sandbox = await up({
      name: options.name,
      layout: options.hosts,
      ...(options.folder === undefined ? {} : { folder: options.folder }),
      progress: printProgress,
      signal: interruption.signal,
    });
    const width = Math.max(...sandbox.hosts.map((host) => host.name.length));
    const inventory = fromHere(sandbox.files.clusters);
    const login = sandbox.hosts[0];
    write(`${sandbox.hosts.map((host) => `${host.name.padEnd(width)}  ${host.address}\n`).join("")}
Inventory  ${inventory}
Log in     ssh -F none -i ${fromHere(sandbox.files.key)} -o UserKnownHostsFile=${fromHere(sandbox.files.knownHosts)} ${login?.user}@${login?.address}
Remove     lab sandbox down ${sandbox.name}
`);
    return exitCode.ok;
  } catch (error) {
    if (error === interruption.signal.reason) return exitCode.interrupted;
    throw error;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** `lab sandbox down`: removes a sandbox with its hosts, network and files. Throws InputError where there is none. */
export async function sandboxDown(name: string, write: Write): Promise<number> {
  const { down, list } = await import("../sandbox/sandbox.ts");
  const removed = await down(name);
  if (!removed) {
    const names = (await list()).map((sandbox) => sandbox.name);
    throw new InputError({
      message: `there is no sandbox "${name}"`,
      hint: suggestion(name, names) || "there are no sandboxes; start one: lab sandbox up",
    });
  }
  write(`Removed sandbox ${name} with ${countOf(removed.hosts.length, "host")}\n`);
  return exitCode.ok;
}

/** `lab sandbox list`: one line for each sandbox: name, hosts, when it was started, its inventory. */
export async function sandboxList(write: Write): Promise<number> {
  const { list } = await import("../sandbox/sandbox.ts");
  const { filesIn } = await import("../sandbox/sandbox-folder.ts");
  const rows = (await list()).map((sandbox) => [
    sandbox.name,
    `${sandbox.running} of ${sandbox.hosts.length} hosts run`,
    sandbox.created.slice(0, 16).replace("T", " "),
    fromHere(filesIn(sandbox.folder).clusters),
  ]);
  if (rows.length === 0) write("There are no sandboxes. Start one: lab sandbox up\n");
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`);
  return exitCode.ok;
}
