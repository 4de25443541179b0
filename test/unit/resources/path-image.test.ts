import { describe, expect, it } from "vitest";
import type { PathChange, PathImage } from "../../../src/resources/change.ts";
import { foretoldState, imageOf, stateAfter } from "../../../src/resources/path-image.ts";
import { absent, directory, fileOf, linkTo } from "./path-states.ts";

const rootOwned = { owner: "root", group: "root" } as const;
const folder: PathImage = { kind: "directory", mode: "0755", ...rootOwned };

function change(after: PathImage, path = "/srv/a"): PathChange {
  return { kind: "path", path, before: { kind: "absent" }, after };
}

describe("stateAfter", () => {
  it.each([fileOf("text\n"), directory, linkTo("/a"), absent])(
    "gives back what imageOf took: %j",
    (state) => {
      expect(stateAfter(change(imageOf(state)))).toEqual(state);
    },
  );

  it("keeps what a change of the mode keeps", () => {
    const current = fileOf("text\n");
    const after = { kind: "file", mode: "0600", owner: "bob", group: "7", content: null } as const;
    const expected = { ...current, mode: "0600", owner: "bob", group: "7", uid: null, gid: 7 };
    expect(stateAfter(change(after), current)).toEqual(expected);
    expect(stateAfter(change(after))).toMatchObject({ size: null, sha256: null, content: null });
  });

  it("knows uploaded content by its hash", () => {
    const content = { kind: "upload", localPath: "/here", sha256: "ab", size: 7 } as const;
    const after = { kind: "file", mode: "0644", ...rootOwned, content } as const;
    expect(stateAfter(change(after))).toMatchObject({ size: 7, sha256: "ab", content: null });
  });
});

describe("foretoldState", () => {
  const orphan = { kind: "absent", parent: "absent" } as const;

  it.each([
    ["a new directory makes room", "/srv/a/b", orphan, folder, absent],
    ["but not for what is deeper", "/srv/a/b/c", orphan, folder, orphan],
    ["a removed one takes all along", "/srv/a/b/c", fileOf(""), absent, orphan],
    [
      "a file in the way is no directory",
      "/srv/a/b",
      absent,
      fileOf(""),
      { kind: "absent", parent: "other" },
    ],
    ["names that only begin alike are apart", "/srv/ab", fileOf("x"), absent, fileOf("x")],
    ["what is above is not concerned", "/srv", directory, absent, directory],
  ] as const)("%s", (_, path, state, after, expected) => {
    const image = "size" in after ? imageOf(after) : after.kind === "absent" ? imageOf(after) : after;
    expect(foretoldState(path, state, change(image))).toEqual(expected);
  });
});
