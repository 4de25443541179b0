import { join } from "node:path";
import { exitCode, InputError } from "../errors.ts";
import { type ClusterAnswers, defaultAnswers } from "../project/cluster-answers.ts";
import { refuseExisting, scaffoldFiles, writeScaffold } from "../project/scaffold.ts";
import { allModules } from "../resources/index.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { askForCluster } from "./init-questions.ts";
import { knownRoles } from "./own-parts.ts";
import { schemaCommand } from "./schema-command.ts";

/** The flags of `lab init`. */
export interface InitOptions {
  /** Where the project goes; the working directory where it is not given. */
  readonly folder?: string;
  readonly interactive: boolean;
}

/** `lab init`: writes a project that is valid as it stands. Throws InputError where one of its files is there already. */
export async function initCommand(options: InitOptions, write: (text: string) => void): Promise<number> {
  const { folder, answers } = options.interactive ? await interview(options.folder) : settled(options.folder);
  const files = scaffoldFiles(answers);
  writeScaffold(folder, files);
  await writeSchemas(folder);
  const start = folder === "." ? "" : `  cd ${folder}\n`;
  write(`Wrote ${files.size} files to ${folder}

Try it on throwaway hosts:
${start}  lab sandbox up
  lab play site -i .lab/sandbox/default/clusters.json
  lab sandbox down
`);
  return exitCode.ok;
}

interface Project {
  readonly folder: string;
  readonly answers: ClusterAnswers;
}

function settled(folder = "."): Project {
  return { folder, answers: defaultAnswers };
}

async function interview(folder: string | undefined): Promise<Project> {
  if (!process.stdin.isTTY) {
    throw new InputError({
      message: "--interactive asks on a terminal, and there is none",
      hint: "leave it out, and edit inventory/clusters.json",
    });
  }
  const ask = (text: string): Promise<string> => askOnTerminal({ text, isHidden: false });
  const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
  const place = folder ?? ((await ask("Folder of the project [.]")).trim() || ".");
  refuseExisting(place, scaffoldFiles(defaultAnswers));
  return { folder: place, answers: await askForCluster(ask, say) };
}

/** For editors, which find them by the first lines of the project's files. Not a part of what users keep. */
async function writeSchemas(folder: string): Promise<void> {
  const roles = await (await knownRoles(folder)).all();
  const vocabulary = { modules: allModules(), roles };
  schemaCommand(undefined, { vocabulary, write: join(folder, ".lab/schema") }, () => undefined);
}
