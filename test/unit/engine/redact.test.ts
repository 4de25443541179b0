import { describe, expect, it } from "vitest";
import { createRedactor } from "../../../src/engine/redact.ts";

function knowing(...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

describe("the redactor", () => {
  it("leaves text alone while it knows no secret, and ignores blank ones", () => {
    const event = { line: "password" };
    expect(knowing("", " \n").redact("a b")).toBe("a b");
    expect(knowing().redactDeep(event)).toBe(event);
  });

  it("keeps the message around a secret", () => {
    expect(knowing("hunter2!").redact("login as root with hunter2! failed: hunter2!")).toBe(
      "login as root with «redacted» failed: «redacted»",
    );
  });

  it("takes a secret as it is, not as a pattern", () => {
    expect(knowing("a.b*c(d)-[e]").redact("a.b*c(d)-[e] axbxc")).toBe("«redacted» axbxc");
  });

  it("replaces the longest secret first", () => {
    expect(knowing("token", "token-and-more").redact("token-and-more token")).toBe("«redacted» «redacted»");
  });

  it("replaces short secrets as whole words only", () => {
    expect(knowing("abc").redact("abc abcd xabc ab-abc")).toBe("«redacted» abcd xabc ab-«redacted»");
  });

  it.each([
    ["sh single quotes", "pa'ss wo$rd", "echo 'pa'\\''ss wo$rd'"],
    ["sh double quotes", "pa'ss wo$rd", 'echo "pa\'ss wo\\$rd"'],
    ["JSON", 'pa"ss\\word', JSON.stringify({ text: 'pa"ss\\word' })],
    ["a URL", "pa ss/word", `http://host/?q=${encodeURIComponent("pa ss/word")}`],
    ["base64", "pass-word", Buffer.from("pass-word").toString("base64")],
  ])("finds a secret in %s", (_what, secret, text) => {
    expect(knowing(secret).redact(text)).toContain("«redacted»");
    expect(knowing(secret).redact(text)).not.toMatch(/wo\\?\$rd|word|d29yZ/);
  });

  it.each([
    ["dash's set -x", `'pa'"'"'ss wo$rd\\x!'`],
    ["printf %q", "pa\\'ss\\ wo\\$rd\\\\x\\!"],
    ["$'…'", "$'pa\\'ss wo$rd\\\\x!'"],
    ["JSON within JSON", JSON.stringify(JSON.stringify("pa'ss wo$rd\\x!"))],
    ["YAML", "'pa''ss wo$rd\\x!'"],
    ["a form of a web page", "q=pa'ss+wo%24rd%5Cx!"],
    ["a URL in lower case", "pa'ss%20wo%24rd%5cx!"],
    ["HTML", "pa&#39;ss wo$rd\\x!"],
    ["hex", Buffer.from("a pa'ss wo$rd\\x! b").toString("hex")],
    ["hex with blanks", Buffer.from("pa'ss wo$rd\\x!").toString("hex").replace(/../g, "$& ")],
    ["escape sequences", "pa\x1b[1m'ss\x1b[0m wo$\u200brd\\x!"],
  ])("finds a secret in %s", (_what, text) => {
    const shown = knowing("pa'ss wo$rd\\x!").redact(text);
    expect(shown).toContain("«redacted»");
    expect(shown).not.toMatch(/wo|ss|7373/);
  });

  it("finds characters that are escaped by their numbers", () => {
    expect(knowing("pässwörd").redact("p\\303\\244ssw\\303\\266rd p\\u00e4ssw\\u00f6rd")).toBe(
      "«redacted» «redacted»",
    );
  });

  it.each([76, 64, 20])(
    "finds a secret in base64 that is broken at %i columns, in a diff and in JSON",
    (columns) => {
      const secret = "correct horse battery staple";
      const lines = Buffer.from(`some bytes before ${secret} and some after it, too`).toString("base64");
      const broken = lines.replace(new RegExp(`.{${columns}}`, "g"), "$&\n");
      for (const text of [broken, broken.replace(/^/gm, "+"), JSON.stringify(broken)]) {
        const shown = knowing(secret).redact(text);
        expect(shown).toContain("«redacted»");
        expect(Buffer.from(shown.replace(/«.*»/s, ""), "base64").toString()).not.toMatch(/horse|battery/);
      }
    },
  );

  it("leaves no part of two secrets that overlap", () => {
    expect(knowing("abcdef", "defghi").redact("x abcdefghi y")).toBe("x «redacted» y");
  });

  it.each([
    ["the middle was left out", "log secret-va\n[... 512 bytes left out ...]\nlue-of-42 end"],
    ["a long line was cut in front", "… lue-of-42 end"],
    ["a title was cut", "echo secret-value…"],
    ["a line came in two pieces", "…ret-value-of-42"],
    ["lines of a list were cut", '["secret-val","[... 9 bytes left out ...]","e-of-42"]'],
  ])("leaves no part of a secret where %s", (_what, text) => {
    expect(knowing("secret-value-of-42").redact(text)).not.toMatch(/secret|value|ret-|of-42/);
  });

  it("takes very long secrets, and text in which nothing but digits of base64 stands", () => {
    const secret = "0123456789".repeat(30_000);
    expect(knowing(secret).redact(`a ${secret} b`)).toBe("a «redacted» b");
    expect(knowing("secret-value").redact(`${"QUFB".repeat(19)}\n`.repeat(50_000)).length).toBe(3_850_000);
  });

  it("leaves the values of keys alone that lab chose the words of", () => {
    const event = { outcome: "changed", message: "changed" };
    expect(knowing("changed").redactDeep(event, new Set(["outcome"]))).toEqual({
      outcome: "changed",
      message: "«redacted»",
    });
  });

  it.each(["", "x", "xy", "xyz"])("finds a secret in base64 of more, after %o", (prefix) => {
    const encoded = Buffer.from(`${prefix}long-secret-value and more`).toString("base64");
    const shown = knowing("long-secret-value").redact(encoded);
    expect(shown).toContain("«redacted»");
    expect(Buffer.from(shown.split("«redacted»")[0] ?? "", "base64").toString()).not.toContain("long");
  });

  it("finds the lines of a key, but not its header or short words", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASC\n-----END KEY-----\n";
    const redactor = knowing(key);
    expect(redactor.redact("read MIIEvQIBADANBgkqhkiG9w0B")).toBe("read «redacted»");
    expect(redactor.redact("-----BEGIN KEY----- AQEFAASC")).toBe("-----BEGIN KEY----- AQEFAASC");
    expect(redactor.redact(`[${key}]`)).toBe("[«redacted»]");
  });

  it("reaches every string of an event, also for secrets that are added late", () => {
    const redactor = knowing("first-secret");
    const event = { changes: [{ diff: "+first-secret" }], failure: { detail: "late-secret", code: 1 } };
    expect(redactor.redactDeep(event).failure.detail).toBe("late-secret");
    redactor.add("late-secret");
    expect(redactor.redactDeep(event)).toEqual({
      changes: [{ diff: "+«redacted»" }],
      failure: { detail: "«redacted»", code: 1 },
    });
  });
});
