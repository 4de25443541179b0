import { describe, expect, it } from "vitest";
import { changeSummary } from "../../../src/engine/change-summary.ts";
import type { Content, PathChange, PathImage } from "../../../src/resources/change.ts";

const root = { owner: "root", group: "root" };
const absent: PathImage = { kind: "absent" };
const text = (content: string): Content => ({ kind: "text", text: content });

function file(content: Content | null, mode = "0644", owner = root): PathImage {
  return { kind: "file", content, mode, ...owner };
}

function diffOf(before: PathImage, after: PathImage, more: Partial<PathChange> = {}): string {
  return changeSummary({ kind: "path", path: "/etc/x", before, after, ...more }).diff;
}

describe("changeSummary", () => {
  it("tells what a command does", () => {
    const change = { kind: "run", summary: "apt-get install chrony", script: "…", timeoutMs: 1000 } as const;
    expect(changeSummary(change)).toEqual({ title: "apt-get install chrony", diff: "" });
  });

  it("shows content as a unified diff under the path", () => {
    const change = {
      kind: "path",
      path: "/etc/x",
      before: file(text("a\n")),
      after: file(text("b\n")),
    } as const;
    expect(changeSummary(change)).toEqual({
      title: "/etc/x",
      diff: "--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b",
    });
  });

  it("shows mode and owner, alone and before content", () => {
    const etcd = { owner: "etcd", group: "etcd" };
    expect(diffOf(file(null), file(null, "0600", etcd))).toBe(
      "mode 0644 → 0600\nowner root:root → etcd:etcd",
    );
    expect(diffOf(file(text("a\n")), file(text("b\n"), "0600")).split("\n")[0]).toBe("mode 0644 → 0600");
  });

  it("shows what appears and what goes away", () => {
    const directory = { kind: "directory", mode: "0755", ...root } as const;
    expect(diffOf(absent, directory)).toBe("absent → directory, mode 0755, owner root:root");
    expect(diffOf(directory, absent)).toBe("directory, mode 0755, owner root:root → absent");
    expect(diffOf(absent, file(text("a\n")))).toBe(
      "absent → file, mode 0644, owner root:root\n--- /dev/null\n+++ /etc/x\n@@ -0,0 +1 @@\n+a",
    );
    expect(diffOf(file(null), absent)).toBe("file, mode 0644, owner root:root → absent");
  });

  it("shows where a link leads", () => {
    const link = (target: string): PathImage => ({ kind: "link", target, ...root });
    expect(diffOf(link("/a"), link("/b"))).toBe("link to /a → /b");
    expect(diffOf({ kind: "other", description: "socket" }, link("/b"))).toBe(
      "socket → link to /b, owner root:root",
    );
  });

  it("hides secret content, and says only what changes", () => {
    const secret = { secret: true } as const;
    expect(diffOf(file(text("old")), file(text("new"), "0600"), secret)).toBe(
      "mode 0644 → 0600\ncontent hidden (secret)",
    );
    expect(diffOf(file(text("same")), file(text("same"), "0600"), secret)).toBe("mode 0644 → 0600");
    expect(diffOf(file(null), file(text("new")), secret)).toBe("content hidden (secret)");
  });

  it("gives the sizes of what is not text", () => {
    const binary: Content = { kind: "base64", base64: Buffer.alloc(12_000).toString("base64") };
    const upload: Content = { kind: "upload", localPath: "/tmp/x", sha256: "00", size: 14_000 };
    expect(diffOf(file(binary), file(upload))).toBe("binary files differ (12 kB → 14 kB)");
    expect(diffOf(file(null), file(upload))).toBe("content not known → 14 kB");
  });

  it("compares base64 that holds text as text", () => {
    const encoded: Content = { kind: "base64", base64: Buffer.from("b\n").toString("base64") };
    expect(diffOf(file(text("a\n")), file(encoded))).toContain("-a\n+b");
  });
});
