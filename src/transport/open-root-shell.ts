import { randomBytes } from "node:crypto";
import { ConnectionError } from "../errors.ts";
import { explainNoRootShell } from "./explain-no-root-shell.ts";
import type { ShellChannel } from "./shell-channel.ts";
import { within } from "./within.ts";

/** Who is to become root, and how. */
interface RootShellRequest {
  /** Named in errors: "deploy@10.0.0.5". */
  readonly login: string;
  readonly host: string;
  /** For sudo; without one, sudo is told not to ask. */
  readonly becomePassword: string | null;
  readonly timeoutMs: number;
}

const mostTalkChars = 64 * 1024;

/**
 * Starts `sh` as root by way of `start`, which runs a command line on the host, and returns its channel once the shell
 * has answered. Cost: what `start` costs, and one round trip more where sudo asks for the password. Whatever login
 * shell the user has only needs to know `exec` and single quotes. Throws ConnectionError.
 */
export async function openRootShell(
  start: (command: string) => Promise<ShellChannel>,
  request: RootShellRequest,
): Promise<ShellChannel> {
  // sudo reads one line; what stands behind it would be left for the root shell to run.
  if (/[\n\r\0]/.test(request.becomePassword ?? "")) {
    const message = `the sudo password of ${request.login} holds a line break, and was not sent`;
    throw new ConnectionError(request.host, message, "it must be one line: look at where it comes from");
  }
  const nonce = `lab-${randomBytes(16).toString("hex")}`;
  const channel = await start(rootShellCommand(nonce, request.becomePassword !== null));
  try {
    await within(becomeRoot(channel, nonce, request), request.timeoutMs, () => {
      const seconds = Math.round(request.timeoutMs / 1000);
      return new ConnectionError(
        request.host,
        `no root shell for ${request.login} within ${seconds} s`,
        "a start-up file of the login shell or a PAM module may be waiting for input: try the same with ssh",
      );
    });
    return channel;
  } catch (error) {
    channel.destroy();
    throw error;
  }
}

/**
 * Reads on when nobody takes what it passes on any more: a script that prints when lab is gone or the link is cut would
 * otherwise be ended by SIGPIPE, in the middle of what it is doing.
 */
const relay = "(cat; exec cat >/dev/null)";

/** stdout and stderr each by way of a relay. */
const shellBehindRelays = `{ sh 2>&1 >&3 3>&- | ${relay} >&2 3>&-; } 3>&1 | ${relay}`;

/** Pure. The root shell says `NONCE-ready` before it reads anything, so that sudo cannot take a script for a password. */
function rootShellCommand(nonce: string, knowsPassword: boolean): string {
  const ready = `echo ${nonce}-ready; ${shellBehindRelays}`;
  const sudo = knowsPassword ? `sudo -S -H -p ${nonce}-password` : "sudo -n -H";
  return `exec /bin/sh -c 'LC_ALL=C; export LC_ALL; if [ "$(id -u)" = 0 ]; then ${ready}; else exec ${sudo} sh -c "${ready}"; fi'`;
}

/** Listens until the shell is ready; answers the first question for a password, never a second one. */
function becomeRoot(channel: ShellChannel, nonce: string, request: RootShellRequest): Promise<void> {
  const talk = { stdout: "", stderr: "" };
  let answered = false;
  return new Promise((resolve, reject) => {
    const done = () => {
      channel.stdout.off("data", onStdout);
      channel.stderr.off("data", onStderr);
    };
    const refuse = (reason: Error | null, passwordRefused: boolean) => {
      done();
      const { message, hint } = explainNoRootShell({ ...talk, passwordRefused }, request.login);
      reject(reason instanceof ConnectionError ? reason : new ConnectionError(request.host, message, hint));
    };
    const onStdout = (chunk: Buffer) => {
      talk.stdout = (talk.stdout + chunk.toString("latin1")).slice(-mostTalkChars);
      if (!talk.stdout.includes(`${nonce}-ready\n`)) return;
      done();
      resolve();
    };
    const onStderr = (chunk: Buffer) => {
      talk.stderr = (talk.stderr + chunk.toString("utf8")).slice(-mostTalkChars);
      const prompt = `${nonce}-password`;
      if (!talk.stderr.includes(prompt)) return;
      talk.stderr = talk.stderr.replaceAll(prompt, "");
      if (answered) return refuse(null, true);
      answered = true;
      channel.stdin.write(`${request.becomePassword}\n`);
    };
    channel.stdin.on("error", () => {});
    channel.stdout.on("data", onStdout);
    channel.stderr.on("data", onStderr);
    channel.closed.then((reason) => refuse(reason, false));
  });
}
