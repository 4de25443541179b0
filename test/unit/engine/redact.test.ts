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
