import { expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { shQuote } from "../../../src/resources/sh-quote.ts";
import { runSh } from "./run-sh.ts";

it("makes one word of anything", () => {
  const text = 'it\'s "a" $test `of` \\ * ? \n -- ünï';
  expect(runSh(`printf '%s' ${shQuote(text)}`).stdout).toBe(text);
  expect(shQuote("")).toBe("''");
});

it("refuses NUL", () => {
  expect(() => shQuote("a\0b")).toThrow(InputError);
});
