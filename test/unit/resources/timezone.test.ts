import { describe, expect, it } from "vitest";
import { timezoneModule } from "../../../src/resources/timezone.ts";
import { timezoneProbe } from "../../../src/resources/timezone-probe.ts";
import { absent, fileOf, linkTo } from "./path-states.ts";
import { planOf } from "./plan-of.ts";

const seoul = { name: "Asia/Seoul" };

describe("timezone", () => {
  it("tells known zones from unknown ones, in order", () => {
    const queries = [{ zone: "Asia/Seoul" }, { zone: "Asia/Nowhere" }];
    expect(timezoneProbe.parse("known\nunknown\n", queries)).toEqual([true, false]);
  });

  it.each([
    ["linked, absolute", "/usr/share/zoneinfo/Asia/Seoul", fileOf("Asia/Seoul\n")],
    ["linked as timedatectl does, without /etc/timezone", "../usr/share/zoneinfo/Asia/Seoul", absent],
  ])("is ok when %s", (_, target, file) => {
    const states = { known: true, localtime: linkTo(target), file };
    expect(planOf(timezoneModule, seoul, states)).toEqual({ kind: "changes", changes: [] });
  });

  it("is linked, and named where Debian names it", () => {
    const states = {
      known: true,
      localtime: linkTo("/usr/share/zoneinfo/Etc/UTC"),
      file: fileOf("Etc/UTC\n"),
    };
    expect(planOf(timezoneModule, seoul, states)).toMatchObject({
      changes: [
        { path: "/etc/localtime", after: { kind: "link", target: "/usr/share/zoneinfo/Asia/Seoul" } },
        { path: "/etc/timezone", after: { content: { text: "Asia/Seoul\n" } } },
      ],
    });
  });

  it("is blocked where the zone is unknown", () => {
    const states = { known: false, localtime: absent, file: absent };
    expect(planOf(timezoneModule, seoul, states)).toEqual({
      kind: "blocked",
      reason: "/usr/share/zoneinfo/Asia/Seoul does not exist (package tzdata?)",
    });
  });
});
