import { describe, expect, it } from "vitest";
import { explainUnknownFlag } from "../../../src/cli/foreign-flags.ts";
import { createProgram } from "../../../src/cli/program.ts";

/** What lab says of a command line that it refuses. */
async function refusalOf(...args: readonly string[]): Promise<string> {
  let said = "";
  const program = createProgram({ settings: {}, error: null }, () => {});
  for (const command of [program, ...program.commands]) {
    command.configureOutput({
      writeErr: (text) => {
        said += text;
      },
    });
  }
  await program.parseAsync(["node", "lab", ...args]).catch(() => {});
  return said;
}

describe("flags of Ansible that lab lacks", () => {
  it.each([
    ["--connection=local", "the inventory says how a host is reached"],
    ["-clocal", "the inventory says how a host is reached"],
    ["--vault-password-file", "--vault-key FILE"],
    ["--ssh-common-args=-o x", "~/.ssh/config"],
    ["--become-method", "tasks run as root"],
  ])("%s", async (flag, hint) => {
    const said = await refusalOf("play", "site", flag);
    expect(said).toMatch(/^error: lab has no option '-/);
    expect(said).toContain(hint);
  });

  it("leaves other mistakes as they are", () => {
    expect(explainUnknownFlag("error: unknown option '--chek'\n")).toBe("error: unknown option '--chek'\n");
  });
});
