import { describe, expect, it } from "vitest";
import { localeModule, withLang, withLocale } from "../../../src/resources/locale.ts";
import { localeProbe, localeState } from "../../../src/resources/locale-probe.ts";
import { absent, fileOf, linkTo } from "./path-states.ts";
import { planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";

const korean = { name: "ko_KR.UTF-8" };
const there = { available: true, tools: true, generator: true };
const missing = { ...there, available: false };
const debian = {
  generator: fileOf("# ko_KR.UTF-8 UTF-8\n"),
  debian: fileOf("LANG=C.UTF-8\n"),
  systemd: absent,
};

describe("locale probe", () => {
  it("asks one question for both spellings", () => {
    expect(localeState("ko_KR.UTF-8").key).toBe(localeState("ko_KR.utf8").key);
  });

  it("reads what a host printed", () => {
    const queries = [{ locale: "C.utf8" }, { locale: "ko_KR.utf8" }];
    expect(localeProbe.parse(recorded("locales"), queries)).toEqual([there, missing]);
  });
});

describe("locale", () => {
  it("is ok when it is there, and the default", () => {
    const states = { locale: there, ...debian, debian: fileOf('LANG="ko_KR.utf8"\nLC_TIME=C\n') };
    expect(planOf(localeModule, { ...korean, default: true }, states)).toEqual({
      kind: "changes",
      changes: [],
    });
  });

  it("is generated, and becomes the default", () => {
    expect(planOf(localeModule, { ...korean, default: true }, { locale: missing, ...debian })).toMatchObject({
      changes: [
        { path: "/etc/locale.gen", after: { content: { text: "ko_KR.UTF-8 UTF-8\n" } } },
        { summary: "locale-gen", undo: expect.stringContaining("localedef --delete-from-archive") },
        { path: "/etc/default/locale", after: { content: { text: "LANG=ko_KR.UTF-8\n" } } },
      ],
    });
  });

  it.each([
    ["there is no locale-gen", { ...there, generator: false }, absent],
    ["/etc/default/locale is a link to it", there, linkTo("../locale.conf")],
  ])("is made the default in /etc/locale.conf where %s", (_, locale, state) => {
    const states = { locale, ...debian, debian: state };
    expect(planOf(localeModule, { ...korean, default: true }, states)).toMatchObject({
      changes: [{ path: "/etc/locale.conf", after: { content: { text: "LANG=ko_KR.UTF-8\n" } } }],
    });
  });

  it.each([
    ["there is no locale command (package locales)", { ...missing, tools: false }, korean],
    [
      "locale ko_KR.UTF-8 is not installed, and there is no locale-gen (package locales, or glibc-langpack-ko)",
      { ...missing, generator: false },
      korean,
    ],
    ["locale ko_KR names no character set, such as ko_KR.UTF-8", missing, { name: "ko_KR" }],
  ])("is blocked: %s", (reason, locale, args) => {
    expect(planOf(localeModule, args, { locale, ...debian })).toEqual({ kind: "blocked", reason });
  });
});

describe("withLocale", () => {
  it.each([
    ["uncomments", "# de_DE ISO-8859-1\n#  ko_KR.UTF-8 UTF-8\n", "# de_DE ISO-8859-1\nko_KR.UTF-8 UTF-8\n"],
    ["adds", "# a comment\n", "# a comment\nko_KR.UTF-8 UTF-8\n"],
    ["leaves", "ko_KR.UTF-8 UTF-8\n", "ko_KR.UTF-8 UTF-8\n"],
  ])("%s the line", (_, text, expected) => {
    expect(withLocale(text, "ko_KR.UTF-8")).toBe(expected);
  });
});

describe("withLang", () => {
  it("leaves one LANG, and other variables", () => {
    expect(withLang("LANG=C\nLC_TIME=C\nLANG=en_US\n", "ko_KR.UTF-8")).toBe("LC_TIME=C\nLANG=ko_KR.UTF-8\n");
  });
});
