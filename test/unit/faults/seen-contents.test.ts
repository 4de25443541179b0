import { describe, expect, it } from "vitest";
import { knownContents, tornFiles } from "../../faults/scene/seen-contents.ts";

const [old, next, half] = ["a".repeat(64), "b".repeat(64), "c".repeat(64)];
const known = knownContents([
  `/etc/gate\td 755 0:0 \n/etc/gate/release\tf 644 0:0 \n/etc/gate/release\t${old}`,
  `/etc/gate/release\t${next}`,
]);

describe("contents that a watch has seen", () => {
  it("are whole when they are the old or the new ones, put in place at once", () => {
    const seen = `MOVED_TO\t/etc/gate/release\t${next}\nMOVED_TO\t/etc/gate/release\t${old}\n`;
    expect(tornFiles(seen, known)).toEqual([]);
  });

  it("are torn when they are neither", () => {
    expect(tornFiles(`MOVED_TO\t/etc/gate/release\t${half}\n`, known)).toEqual([
      "/etc/gate/release had a content that is neither the old nor the new one",
    ]);
  });

  it("are torn when the file was written in place, whatever it held when it was read", () => {
    expect(tornFiles(`MODIFY\t/etc/gate/release\t${next}\n`, known)).toEqual([
      "/etc/gate/release was written in place",
    ]);
  });

  it("do not count when the file had gone before it was read", () => {
    expect(tornFiles("CREATE\t/etc/gate/conf.d\t-\n", known)).toEqual([]);
  });

  it("tell when the watch itself was lost", () => {
    expect(tornFiles("lost the watch\n", known)).toEqual(["lost the watch"]);
  });
});
