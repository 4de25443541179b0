import type { TestProject } from "vitest/node";
import { installPackages } from "../src/sandbox/install-packages.ts";
import { hasProgram } from "../src/sandbox/local-program.ts";

/** Programs that the tests of a project run on this machine, and the Debian packages that bring them. */
const tools: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  unit: { shellcheck: "shellcheck", busybox: "busybox", dash: "dash", bash: "bash", age: "age" },
  e2e: { "ssh-keygen": "openssh-client", "ansible-inventory": "ansible-core", chromium: "chromium" },
};

/** Installs what is missing of them, before the first test. */
export default async function installTools({ name }: TestProject): Promise<void> {
  const missing = Object.entries(tools[name] ?? {}).filter(([program]) => !hasProgram(program));
  if (missing.length === 0) return;
  await installPackages(
    missing.map(([, packageName]) => packageName),
    (line) => process.stdout.write(`${line}\n`),
  );
}
