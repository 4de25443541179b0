import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Frame, FrameResult } from "../../../src/transport/transport.ts";
import { uploadFile } from "../../../src/transport/upload-file.ts";

it("says which file arrived damaged, with both sums, and leaves nothing of it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-upload-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const localPath = join(folder, "kubeadm");
  writeFileSync(localPath, "program");
  const sha256 = createHash("sha256").update("program").digest("hex");
  const arrived = "0".repeat(64);
  const scripts: string[] = [];
  const host = {
    sftp: () => Promise.reject(new Error("there is none")),
    run({ script }: Frame): Promise<FrameResult> {
      scripts.push(script);
      const stdout = script.startsWith("sha256sum") ? `${arrived}  -\n` : "";
      return Promise.resolve({ exitCode: 0, stdout, stderr: "", truncated: false, timedOut: false });
    },
  };
  const message = `${localPath} arrived damaged: sha256 ${arrived}, and not ${sha256}`;
  await expect(uploadFile(host, { localPath, sha256 })).rejects.toMatchObject({
    name: "CommandError",
    message,
  });
  expect(scripts.at(-1)).toMatch(/^rm -f '\/tmp\/\.lab-[0-9a-f]{32}'$/);
});
