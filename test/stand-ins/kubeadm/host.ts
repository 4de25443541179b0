import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a program of the host answered. */
export interface HostAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the host; a failure is an answer, too. */
export async function onHost(
  program: string,
  args: readonly string[],
  timeout = 30_000,
): Promise<HostAnswer> {
  try {
    const { stdout, stderr } = await run(program, [...args], {
      encoding: "utf8",
      timeout,
      maxBuffer: 1 << 26,
    });
    return { ok: true, stdout, stderr };
  } catch (error) {
    const stderr = error instanceof Error ? error.message : String(error);
    return { ok: false, stdout: "", stderr };
  }
}

/** The images of containerd's namespace k8s.io; null where containerd does not answer. */
export async function containerdImages(socket: string): Promise<ReadonlySet<string> | null> {
  const address = socket.replace("unix://", "").replace("/var/run/", "/run/");
  const { ok, stdout } = await onHost(
    "ctr",
    ["--connect-timeout", "3s", "-a", address, "-n", "k8s.io", "images", "ls", "-q"],
    8000,
  );
  return ok ? new Set(stdout.split("\n").filter((line) => line !== "")) : null;
}

/** The version of a program that is on the path; null where there is none. */
export async function installedVersion(program: string): Promise<string | null> {
  const { ok, stdout } = await onHost(program, ["--version"]);
  return ok ? (/v(1\.\d+\.\d+\S*)/.exec(stdout)?.[1] ?? null) : null;
}
