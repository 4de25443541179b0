import { Command } from "commander";
import { addBundle } from "./bundle-options.ts";
import type { Defaults } from "./defaults.ts";
import { addDoctor } from "./doctor-options.ts";
import { addFirewall } from "./firewall-options.ts";
import { explainUnknownFlag } from "./foreign-flags.ts";
import { addKubeconfig } from "./kubeconfig-options.ts";
import { given } from "./option-values.ts";
import { addPlay } from "./play-options.ts";
import { findInventory } from "./project.ts";
import { addReconcile } from "./reconcile-options.ts";
import { addRollback } from "./rollback-options.ts";
import {
  extraVarsOption,
  inventoryOption,
  type RunArguments,
  runFlags,
  vaultKeyOption,
  withRunOptions,
} from "./run-options.ts";
import { addReport, addRuns } from "./runs-options.ts";
import { addSandbox } from "./sandbox-options.ts";
import { addStatus } from "./status-options.ts";
import { addUnlock } from "./unlock-options.ts";
import { addVault } from "./vault-options.ts";

interface InventoryArguments {
  readonly inventory?: string;
  readonly list?: true;
  readonly graph?: true;
  readonly host?: string;
  readonly limit?: string;
  readonly write?: string;
  readonly vaultKey?: string;
}

interface SchemaArguments {
  readonly write?: string;
}

interface InitArguments {
  readonly interactive?: boolean;
}

interface ExplainArguments {
  readonly inventory?: string;
  readonly extraVars: readonly string[];
  readonly playbook?: string;
  readonly vaultKey?: string;
  readonly json?: boolean;
}

type Done = (exitCode: number) => void;

const writeOut = (text: string): void => void process.stdout.write(text);
const writeError = (text: string): void => void process.stderr.write(text);

/** The command line of lab; `done` receives the exit code of the command that ran. */
export function createProgram(defaults: Defaults, done: Done): Command {
  const program = new Command("lab")
    .description(
      "Agentless orchestrator for Kubernetes labs: playbooks, typed roles and hosts from one clusters.json.",
    )
    .option("-V, --version", "print the version")
    .showHelpAfterError("(lab --help lists the commands, lab COMMAND --help their flags)")
    .configureOutput({ outputError: (message, write) => write(explainUnknownFlag(message)) })
    .exitOverride();
  addPlay(program, defaults, done);
  addReconcile(program, defaults, done);
  addValidate(program, defaults, done);
  addExplain(program, defaults, done);
  addInventory(program, defaults, done);
  addSchema(program, done);
  addInit(program, done);
  addStatus(program, defaults, done);
  addDoctor(program, defaults, writeOut, done);
  addFirewall(program, defaults, writeOut, done);
  addRollback(program, defaults, done);
  addRuns(program, writeOut, done);
  addReport(program, writeOut, done);
  addVault(program, defaults, done);
  addSandbox(program, writeOut, done);
  addUnlock(program, defaults, done);
  addKubeconfig(program, defaults, writeOut, done);
  addBundle(program, done);
  return program;
}

function addValidate(program: Command, defaults: Defaults, done: Done): void {
  const command = program
    .command("validate")
    .description("check playbooks and inventory without contacting a host")
    .argument("[playbook...]", "playbooks to check; without any, all in playbooks/");
  withRunOptions(command, defaults).action(async (playbooks: string[], options: RunArguments) => {
    const flags = runFlags(options, defaults);
    const { validateCommand } = await import("./validate-command.ts");
    done(await validateCommand(playbooks, flags, writeOut, writeError));
  });
}

function addExplain(program: Command, defaults: Defaults, done: Done): void {
  program
    .command("explain")
    .description("show the variables of a host, and where each comes from")
    .argument("<host>", "name of a host")
    .argument("[variable...]", "variables to explain; without any, all")
    .addOption(inventoryOption(defaults))
    .addOption(extraVarsOption())
    .addOption(vaultKeyOption())
    .option("--playbook <playbook>", "with the variables of its plays for this host")
    .option("--json", "as JSON")
    .action(async (host: string, variables: string[], { json = false, ...options }: ExplainArguments) => {
      const flags = runFlags({ ...options, tags: [], skipTags: [] }, defaults);
      const { explainCommand } = await import("./explain-command.ts");
      done(
        await explainCommand(
          { ...flags, host, variables, json, playbook: options.playbook ?? null },
          writeOut,
        ),
      );
    });
}

function addInventory(program: Command, defaults: Defaults, done: Done): void {
  program
    .command("inventory")
    .description("show the hosts and groups that clusters.json makes")
    .addOption(inventoryOption(defaults))
    .option("--list", "as the JSON of an Ansible inventory script")
    .option("--graph", "as a tree of groups (default)")
    .option("--host <name>", "variables of one host")
    .option("-l, --limit <pattern>", "only hosts that match")
    .option("--write <file>", "write it as an Ansible inventory in YAML")
    .addOption(vaultKeyOption())
    .action(async ({ inventory, ...options }: InventoryArguments) => {
      if (defaults.error) throw defaults.error;
      const { inventoryCommand } = await import("./inventory-command.ts");
      const write = (text: string, stream: "stdout" | "stderr"): void =>
        stream === "stdout" ? writeOut(text) : writeError(text);
      const vault = given({ vaultKeySetting: defaults.settings.vault_key });
      done(await inventoryCommand({ ...options, ...vault, inventory: findInventory(inventory) }, write));
    });
}

function addSchema(program: Command, done: Done): void {
  program
    .command("schema")
    .description("print the JSON Schema of a kind of file, for editors")
    .argument("[name]", "playbook, clusters, lab, … or role; without it: playbook")
    .argument("[role]", "of which role, after the word role")
    .option("--write <folder>", "write all schemas to a folder")
    .action(async (name: string | undefined, role: string | undefined, { write }: SchemaArguments) => {
      const [{ schemaCommand }, { knownRoles }, { allModules }] = await Promise.all([
        import("./schema-command.ts"),
        import("./own-parts.ts"),
        import("../resources/index.ts"),
      ]);
      const roles = await (await knownRoles(".")).all();
      const options = { vocabulary: { modules: allModules(), roles }, ...given({ role, write }) };
      done(schemaCommand(name, options, writeOut));
    });
}

function addInit(program: Command, done: Done): void {
  program
    .command("init")
    .description("write a new project: inventory, playbook, a role with its test")
    .argument("[folder]", "where it goes; the working directory where it is not given")
    .option("--interactive", "ask what the cluster is to be")
    .action(async (folder: string | undefined, { interactive = false }: InitArguments) => {
      const { initCommand } = await import("./init-command.ts");
      done(await initCommand({ ...given({ folder }), interactive }, writeOut));
    });
}
