import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import type { SFTPWrapper } from "ssh2";
import { CommandError, ConnectionError } from "../errors.ts";
import { refuseChanged } from "./local-sha256.ts";
import type { Frame, FrameResult, LocalFile } from "./transport.ts";
import { untilAborted } from "./until-aborted.ts";

/** What an upload needs of a host. */
interface UploadHost {
  sftp(): Promise<SFTPWrapper>;
  run(frame: Frame, signal?: AbortSignal): Promise<FrameResult>;
}

const idleTimeoutMs = 30_000;
const frameTimeoutMs = 120_000;
const pieceBytes = 768 * 1024;

/**
 * Copies a file to a new path in /tmp that only the login user (and root) may read, and compares its checksum before it is
 * sent and once it is there. By sftp; on hosts that lack it, in frames. Throws CommandError, and ConnectionError when the
 * connection is lost; unless it is, nothing is left on the host then.
 */
export async function uploadFile(host: UploadHost, file: LocalFile, signal?: AbortSignal): Promise<string> {
  const { localPath, sha256 } = file;
  await refuseChanged(file);
  const path = `/tmp/.lab-${randomBytes(16).toString("hex")}`;
  try {
    const sftp = await untilAborted(
      host.sftp().catch(() => null),
      signal,
      () => {},
    );
    if (sftp) await untilAborted(putBySftp(sftp, localPath, path), signal, () => sftp.end());
    else await putByFrames(host, localPath, path, signal);
    const remote = await order(host, `sha256sum <'${path}'`, signal);
    const [arrived = ""] = remote.stdout.split(" ");
    if (arrived !== sha256) {
      throw new CommandError(`${localPath} arrived damaged: sha256 ${arrived}, and not ${sha256}`, remote);
    }
    return path;
  } catch (error) {
    const removal = { kind: "apply", script: `rm -f '${path}'`, timeoutMs: frameTimeoutMs } as const;
    // Sftp that ends early may be all that shows of a lost connection; the next frame tells.
    const lost = await host.run(removal).then(
      () => null,
      (reason: unknown) => reason,
    );
    throw lost instanceof ConnectionError ? lost : error;
  }
}

/** `wx` refuses a path that somebody has put there before; the copy then opens the same file once more. */
async function putBySftp(sftp: SFTPWrapper, localPath: string, path: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const stuck = () => reject(new Error(`no progress for ${idleTimeoutMs / 1000} s`));
      const timer = setTimeout(stuck, idleTimeoutMs);
      const settle = (error: unknown) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      sftp.on("error", settle);
      sftp.on("close", () => settle(new Error("sftp ended early")));
      sftp.open(path, "wx", { mode: 0o600 }, (openError, handle) => {
        if (openError) return settle(openError);
        sftp.close(handle, (closeError) => {
          if (closeError) return settle(closeError);
          sftp.fastPut(localPath, path, { step: () => timer.refresh(), mode: 0o600 }, settle);
        });
      });
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const output = { exitCode: 1, stdout: "", stderr: `sftp: ${said}` };
    throw new CommandError(`${localPath} could not be copied to /tmp of the host`, output);
  } finally {
    sftp.end();
  }
}

async function putByFrames(
  host: UploadHost,
  localPath: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await order(host, `umask 077; set -C; : >'${path}'`, signal);
  for await (const piece of createReadStream(localPath, { highWaterMark: pieceBytes })) {
    const base64: string = Buffer.from(piece).toString("base64");
    await order(host, `base64 -d >>'${path}' <<'LAB_END'\n${base64}\nLAB_END`, signal);
  }
}

async function order(
  host: UploadHost,
  script: string,
  signal: AbortSignal | undefined,
): Promise<FrameResult> {
  const result = await host.run({ kind: "apply", script, timeoutMs: frameTimeoutMs }, signal);
  if (result.exitCode === 0) return result;
  throw new CommandError("a file could not be copied to /tmp of the host", result);
}
