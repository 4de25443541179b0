import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { CommandError, ConnectionError, InternalError } from "../../../src/errors.ts";
import { localTransport } from "../../../src/transport/local-transport.ts";
import type { Frame, Shell } from "../../../src/transport/transport.ts";
import { eventually } from "../../e2e/eventually.ts";

const target = { name: "localhost", host: "localhost" };
const order = (script: string): Frame => ({ kind: "apply", script, timeoutMs: 20_000 });

async function open(readOnly = false): Promise<Shell> {
  const shell = await localTransport({ killGraceMs: 100 }).open(target, { readOnly });
  onTestFinished(() => shell.close());
  return shell;
}

function newFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "lab-local-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "file");
  writeFileSync(path, text);
  return path;
}

describe("the local transport", () => {
  it("runs scripts as the user who runs lab, and hands their exit codes back", async () => {
    const shell = await open();
    const result = await shell.run(order("id -u; echo no >&2; exit 5"));
    expect(result).toMatchObject({ exitCode: 5, stdout: `${process.getuid?.()}\n`, stderr: "no\n" });
    expect(shell.frames).toBe(1);
  });

  it("ends what takes too long, with its children", async () => {
    const shell = await open();
    const script = "sh -c 'echo $$; sleep 60; :' & wait";
    const { timedOut, stdout } = await shell.run({ ...order(script), timeoutMs: 300 });
    expect(timedOut).toBe(true);
    const state = async () =>
      (await shell.run(order(`case $(cat /proc/${stdout.trim()}/stat) in ""|*") Z "*) echo gone ;; esac`)))
        .stdout;
    expect(await eventually(state, "gone\n")).toBe("gone\n");
  });

  it("refuses to write when it is read-only, and still answers questions", async () => {
    const shell = await open(true);
    await expect(shell.run(order("echo no"))).rejects.toThrow(InternalError);
    await expect(shell.upload({ localPath: newFile("no"), sha256: "" })).rejects.toThrow(InternalError);
    expect(await shell.run({ ...order("echo yes"), kind: "probe" })).toMatchObject({ stdout: "yes\n" });
  });

  it("uploads to a private copy", async () => {
    const shell = await open();
    const sha256 = createHash("sha256").update("text").digest("hex");
    const path = await shell.upload({ localPath: newFile("text"), sha256 });
    onTestFinished(() => rmSync(path));
    expect(readFileSync(path, "utf8")).toBe("text");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(shell.upload({ localPath: "/nonexistent/file", sha256 })).rejects.toThrow(CommandError);
  });

  it("does not keep a copy of what is not the file that was meant, and names both sums", async () => {
    const shell = await open();
    const localPath = newFile("other text");
    const upload = shell.upload({ localPath, sha256: "0".repeat(64) });
    const has = createHash("sha256").update("other text").digest("hex");
    const message = `${localPath} is not what was to be sent: sha256 ${has}, and not ${"0".repeat(64)}`;
    await expect(upload).rejects.toMatchObject({ name: "CommandError", message });
  });

  it("reports a shell that has died as a lost connection", async () => {
    const shell = await open();
    // It leads the session of the process that waits for the script.
    const script = `parent=$(cut -d " " -f 4 /proc/$$/stat)
      kill -9 "$(cut -d " " -f 6 "/proc/$parent/stat")"
      exec sleep 3`;
    await expect(shell.run(order(script))).rejects.toThrow(ConnectionError);
    await expect(shell.run(order("echo next"))).rejects.toThrow(ConnectionError);
  });

  it("can be closed twice, and then runs nothing more", async () => {
    const shell = await open();
    await shell.close();
    await shell.close();
    await expect(shell.run(order("echo no"))).rejects.toThrow("the shell on localhost was closed");
  });
});
