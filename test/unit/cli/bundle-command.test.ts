import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCommand, listCommand, verifyCommand } from "../../../src/cli/bundle-command.ts";
import { madeBundle, newFolder, program, writeFiles } from "../bundle/made-bundle.ts";

/** What a command prints, on both streams. */
function printing() {
  const printed = { out: "", note: "" };
  const output = {
    out: (text: string) => {
      printed.out += text;
    },
    note: (text: string) => {
      printed.note += text;
    },
  };
  return { printed, output };
}

describe("lab bundle", () => {
  it("creates what it then verifies, packed or not, and warns of what it leaves out", async () => {
    const folder = newFolder();
    const archive = join(newFolder(), "b.tar.gz");
    writeFiles(folder, { "amd64/1.33.4/kubeadm": program("amd64"), "notes.txt": "x" });
    const { printed, output } = printing();
    expect(await createCommand(folder, { from: [], archive }, output)).toBe(0);
    expect(await verifyCommand(folder, output)).toBe(0);
    expect(existsSync(archive)).toBe(true);
    expect(printed.out).toBe(
      `wrote ${folder}/bundle.json: 1 file, 1 kB\nwrote ${archive}\n${folder}: 1 file, 1 kB, all as bundle.json says\n`,
    );
    expect(printed.note).toMatch(/^warning: \S+notes\.txt is left out: programs go to ARCH\/VERSION\/NAME/);
  });

  it("fails a bundle that is not what it says", async () => {
    const folder = madeBundle([{ name: "kubeadm", arch: "amd64", kind: "binary", path: "kubeadm" }]);
    await expect(verifyCommand(folder, printing().output)).rejects.toThrow(
      /kubeadm is neither an ELF file nor a script$/,
    );
  });

  it("lists what there is, an image by its references", () => {
    const refs = ["docker.io/library/busybox:1.36", "docker.io/library/busybox:latest"];
    const folder = madeBundle([
      { name: "busybox", version: "1.36", arch: "arm64", kind: "image", path: "images/busybox.tar", refs },
      { name: "kubeadm", version: "1.33.4", arch: "amd64", kind: "binary", path: "amd64/1.33.4/kubeadm" },
    ]);
    const { printed, output } = printing();
    listCommand(folder, "table", output);
    expect(printed.out).toMatchInlineSnapshot(`
      "NAME                              VERSION  ARCH   KIND    SIZE  FILE
      kubeadm                           1.33.4   amd64  binary  1 kB  amd64/1.33.4/kubeadm
      docker.io/library/busybox:1.36    1.36     arm64  image   1 kB  images/busybox.tar
      docker.io/library/busybox:latest
      "
    `);
    const json = printing();
    listCommand(folder, "json", json.output);
    expect(JSON.parse(json.printed.out)).toMatchObject([{ name: "busybox", refs }, { name: "kubeadm" }]);
  });
});
