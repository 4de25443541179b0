import { spawnSync } from "node:child_process";

/** Runs a script in a new sh as lab's transport does: from a pipe, its own stdin empty, messages in English. */
export function runSh(script: string, path = process.env.PATH) {
  const { status, stdout, stderr } = spawnSync("sh", {
    input: `{ :\n${script}\n} </dev/null\n`,
    encoding: "utf8",
    env: { ...process.env, PATH: path, LC_ALL: "C" },
    maxBuffer: 1 << 24,
  });
  return { status, stdout, stderr };
}
