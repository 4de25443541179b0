#!/usr/bin/env node
// Plain JavaScript on purpose: it must give a clear message on a Node that cannot run TypeScript.
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import v8 from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const asked = process.argv[2];

if (asked === "--version" || asked === "-V") {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  process.stdout.write(`${version}\n`);
} else if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `lab needs Node 22.18 or newer, and this is ${process.version}; try: npx --package=node@24 --package=lab -- lab\n`,
  );
  process.exitCode = 1;
} else {
  module.enableCompileCache();
  // The young generation stays small: a fifth less memory for ten hosts, and five hundredths more time.
  v8.setFlagsFromString("--min-semi-space-size=2 --semi-space-growth-factor=1");
  // A checkout runs its sources; the published package has only what was built from them.
  const source = new URL("./main.ts", import.meta.url);
  const built = new URL("../../dist/src/cli/main.js", import.meta.url);
  await import(existsSync(source) ? source.href : built.href);
}
