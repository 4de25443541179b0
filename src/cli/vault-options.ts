import type { Command } from "commander";
import { InputError } from "../errors.ts";
import type { Defaults } from "./defaults.ts";
import { given, nonEmpty } from "./option-values.ts";
import { vaultKeyOption } from "./run-options.ts";
import type { VaultKeys, VaultOutput } from "./vault-command.ts";

interface KeyArguments {
  readonly vaultKey?: string;
}

interface EncryptArguments extends KeyArguments {
  readonly string?: true;
  readonly name?: string;
  readonly json?: true;
}

interface DecryptArguments extends KeyArguments {
  readonly stdout?: boolean;
}

type Done = (exitCode: number) => void;

const output: VaultOutput = {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
};

/** Adds `lab vault` with its commands; `done` receives the exit code. */
export function addVault(program: Command, defaults: Defaults, done: Done): void {
  const vault = program
    .command("vault")
    .description("encrypt what must not be read in files (docs/secrets.md)");
  const load = () => import("./vault-command.ts");
  addKeygen(vault, done);
  addEncrypt(vault, defaults, done);
  vault
    .command("decrypt")
    .description("put plain text in the place of what is encrypted in files")
    .argument("<file...>", "files of variables, or inventories")
    .option("--stdout", "print it, and leave the files as they are")
    .addOption(vaultKeyOption())
    .action(async (files: string[], { stdout = false, ...options }: DecryptArguments) =>
      done(await (await load()).decryptFiles(files, stdout, await keysOf(options, defaults), output)),
    );
  vault
    .command("view")
    .description("print a file with what is encrypted in plain text")
    .argument("<file...>", "files of variables, or inventories")
    .addOption(vaultKeyOption())
    .action(async (files: string[], options: KeyArguments) =>
      done(await (await load()).decryptFiles(files, true, await keysOf(options, defaults), output)),
    );
  vault
    .command("edit")
    .description("edit a file in plain text with $EDITOR, and encrypt it again")
    .argument("<file>", "a file with something encrypted; a new one is encrypted as a whole")
    .addOption(vaultKeyOption())
    .action(async (file: string, options: KeyArguments) =>
      done(await (await load()).editVaultFile(file, await keysOf(options, defaults), output)),
    );
  vault
    .command("rekey")
    .description("encrypt files anew for the recipients of lab.yaml")
    .argument("<file...>", "files with something encrypted")
    .addOption(vaultKeyOption())
    .action(async (files: string[], options: KeyArguments) =>
      done(await (await load()).rekeyFiles(files, await keysOf(options, defaults), output)),
    );
}

function addKeygen(vault: Command, done: Done): void {
  vault
    .command("keygen")
    .description("make a key, and print its recipient")
    .argument("[file]", "where the key goes", ".lab/vault.key")
    .action(async (file: string) => {
      const { vaultKeygen } = await import("./vault-keygen.ts");
      done(await vaultKeygen(file, output.out));
    });
}

function addEncrypt(vault: Command, defaults: Defaults, done: Done): void {
  vault
    .command("encrypt")
    .description("encrypt files as a whole, or with --string a single value")
    .argument("[file...]", "files of variables, or inventories")
    .option("--string", "ask for a value, or read it from stdin, and print it encrypted")
    .option("--name <name>", "with --string: print it as the value of this key", nonEmpty)
    .option("--json", "with --string: print it for a JSON file")
    .addOption(vaultKeyOption())
    .action(async (files: string[], options: EncryptArguments) => {
      checkEncrypt(files, options);
      const keys = await keysOf(options, defaults);
      if (!options.string) {
        const { encryptFiles } = await import("./vault-command.ts");
        return done(await encryptFiles(files, keys, output));
      }
      const [{ encryptString, secretFromUser }, { askOnTerminal }] = await Promise.all([
        import("./vault-string.ts"),
        import("./ask-on-terminal.ts"),
      ]);
      const recipients = await keys.recipients();
      const secret = await secretFromUser(process.stdin.isTTY ? askOnTerminal : null, process.stdin);
      const flags = { json: options.json ?? false, ...given({ name: options.name }) };
      done(await encryptString(flags, secret, recipients, output.out));
    });
}

/** Throws InputError; its texts hold no argument, which may be a password in the wrong place. */
function checkEncrypt(files: readonly string[], { string, name, json }: EncryptArguments): void {
  if (string && files.length > 0) {
    throw new InputError({
      message: "--string takes no argument: others could read it in the list of processes",
      hint: "give the value on stdin, or type it when lab asks for it",
    });
  }
  if (string) return;
  if (name !== undefined || json) throw new InputError({ message: "--name and --json are for --string" });
  if (files.length === 0) {
    throw new InputError({ message: "there is nothing to encrypt", hint: "name files, or give --string" });
  }
}

async function keysOf({ vaultKey }: KeyArguments, { settings, error }: Defaults): Promise<VaultKeys> {
  if (error) throw error;
  const { VaultKeys } = await import("./vault-command.ts");
  const { vault_key: vaultKeySetting, vault_recipients: recipients } = settings;
  return new VaultKeys(given({ vaultKey, vaultKeySetting, recipients }), output.note);
}
