import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { InputError } from "../errors.ts";
import { installPackages } from "./install-packages.ts";
import { hasProgram, runProgram } from "./local-program.ts";
import { isRoot, isRunBySystemd, readOperatingSystem } from "./operating-system.ts";
import type { Progress } from "./progress.ts";

const logFolder = "/var/lib/lab";
const logFile = `${logFolder}/dockerd.log`;
const pidFile = "/run/docker.pid";
const answersWithinMs = 60_000;
const pollMs = 200;

/**
 * Installs docker.io where dockerd is absent, starts it, and returns what `find` finds once it answers. The engine is
 * detached and outlives lab. Throws InputError where this cannot be done; callers hold a lock.
 */
export async function startContainerEngine<Engine>(
  find: () => Promise<Engine | null>,
  progress: Progress,
): Promise<Engine> {
  await refuseWhereNotPossible();
  if (!hasProgram("dockerd")) await installPackages(["docker.io", "iptables", "ca-certificates"], progress);
  progress("Starting the container engine");
  const daemon = isRunBySystemd() ? await startService() : await startDetached();
  for (let waitedMs = 0; waitedMs < answersWithinMs; waitedMs += pollMs) {
    const engine = await find();
    if (engine) return engine;
    if (daemon && daemon.exitCode !== null) break;
    await pause(pollMs);
  }
  throw new InputError({
    message: `the container engine does not answer${lastWords()}`,
    hint: isRunBySystemd() ? "read: journalctl -u docker" : `read ${logFile}`,
  });
}

async function refuseWhereNotPossible(): Promise<void> {
  const host = process.env.DOCKER_HOST;
  if (host) {
    throw new InputError({
      message: `no container engine answers at DOCKER_HOST=${host}`,
      hint: "start that engine, or unset DOCKER_HOST to use one on this machine",
    });
  }
  const { usesApt } = await readOperatingSystem();
  if (usesApt && isRoot()) return;
  throw new InputError({
    message: "no container engine answers on this machine (tried DOCKER_HOST and /var/run/docker.sock)",
    hint: usesApt
      ? "run lab as root, which installs and starts one, or: sudo apt-get install docker.io && sudo usermod -aG docker $USER"
      : "install Docker Engine 20.10 or newer (Fedora: dnf install moby-engine; Arch: pacman -S docker), start it " +
        "(systemctl start docker), and try again; or name one that runs in DOCKER_HOST",
  });
}

async function startService(): Promise<null> {
  await runProgram("systemctl", ["start", "docker"]).catch((error: unknown) => {
    throw new InputError({ message: `systemctl start docker failed: ${String(error)}` });
  });
  return null;
}

/** Null when a dockerd runs already, started by its package for example, and only does not answer yet. */
async function startDetached(): Promise<ChildProcess | null> {
  if (await isDaemonAlive()) return null;
  // After a crash the number may belong to another process, and dockerd would refuse to start.
  await rm(pidFile, { force: true });
  await mkdir(logFolder, { recursive: true });
  const log = await open(logFile, "w");
  // systemd in a container needs a cgroup name space of its own; with cgroup v1 that is not Docker's default.
  const daemon = spawn("dockerd", ["--default-cgroupns-mode=private", `--pidfile=${pidFile}`], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    cwd: "/",
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  await once(daemon, "spawn");
  await log.close();
  daemon.unref();
  return daemon;
}

async function isDaemonAlive(): Promise<boolean> {
  const pid = await readFile(pidFile, "utf8").catch(() => "");
  if (pid.trim() === "") return false;
  const name = await readFile(`/proc/${pid.trim()}/comm`, "utf8").catch(() => "");
  return name.trim() === "dockerd";
}

function lastWords(): string {
  try {
    return `:\n${readFileSync(logFile, "utf8").trim().split("\n").slice(-5).join("\n")}`;
  } catch {
    return "";
  }
}
