import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, statSync } from "node:fs";

/** Every call of a stand-in, one JSON object a line. */
export const callLog = "/var/log/lab-stand-ins/calls.jsonl";

const pathFlags = new Set(["--config", "-f", "--filename", "--values", "--patches", "--kubeconfig"]);

/** Appends one call: who, with what, and the text of files that carry configuration. */
export function logCall(program: string, version: string, argv: readonly string[]): void {
  const files = Object.fromEntries(
    filesOf(argv).flatMap((path) => {
      const text = readSmall(path);
      if (text === null) return [];
      return [[path, { sha256: createHash("sha256").update(text).digest("hex"), text }]];
    }),
  );
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(KUBECONFIG|ETCDCTL_|HELM_|CONTAINER_RUNTIME_)/.test(name),
    ),
  );
  const entry = {
    time: new Date().toISOString(),
    pid: process.pid,
    program,
    version,
    argv,
    cwd: cwd(),
    environment,
    files,
  };
  mkdirSync("/var/log/lab-stand-ins", { recursive: true });
  appendFileSync(callLog, `${JSON.stringify(entry)}\n`);
}

function filesOf(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const [name = "", value] = word.split(/=(.*)/s);
    if (!pathFlags.has(name)) return [];
    const path = value ?? argv[index + 1];
    return path === undefined || name === "--kubeconfig" ? [] : [path];
  });
}

function readSmall(path: string): string | null {
  try {
    return statSync(path).size > 1 << 20 || !statSync(path).isFile() ? null : readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function cwd(): string {
  try {
    return process.cwd();
  } catch {
    return "";
  }
}
