import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handlerKeywords, taskKeywords } from "../../../src/playbook/playbook-schema.ts";
import { modules } from "../../../src/resources/index.ts";
import { keywords } from "./known-keywords.ts";
import { casesIn } from "./playbook-case.ts";
import { keywordsInFiles } from "./used-keywords.ts";

const right = keywordsInFiles(filesIn("test/fixtures/corpus/right", ".yaml"));
/** Without the lines that they show and the hints. */
const messages = ["test/fixtures/corpus/wrong", "test/fixtures/wrong/playbook"]
  .flatMap((folder) => filesIn(folder, ".txt"))
  .flatMap((file) => readFileSync(file, "utf8").split("\n"))
  .filter((line) => / error: /.test(line));

function filesIn(directory: string, suffix: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(suffix))
    .map((file) => join(directory, file));
}

describe("the corpus", () => {
  it("has at least 60 right and 60 wrong playbooks", () => {
    expect(casesIn("test/fixtures/corpus/right").length).toBeGreaterThanOrEqual(60);
    expect(casesIn("test/fixtures/corpus/wrong").length).toBeGreaterThanOrEqual(60);
  });

  it.each(Object.entries(keywords))("has a right %s with each of its keywords", (kind, known) => {
    expect(Object.keys(known).filter((key) => !right.get(kind)?.has(key))).toEqual([]);
  });

  it("has a handler with each keyword that only handlers have", () => {
    const own = Object.keys(handlerKeywords).filter((key) => !Object.hasOwn(taskKeywords, key));
    expect(own.filter((key) => !right.get("handler")?.has(key))).toEqual([]);
  });

  it("has each module in a right playbook", () => {
    const unused = modules.filter(
      ({ name }) => !right.get("task")?.has(name) && !right.get("handler")?.has(name),
    );
    expect(unused.map(({ name }) => name)).toEqual([]);
  });

  it("has a message about each keyword in a wrong playbook", () => {
    const all = new Set([...Object.values(keywords), handlerKeywords].flatMap((known) => Object.keys(known)));
    const isTold = (key: string): boolean =>
      messages.some((message) => message.includes(`"${key}"`) || message.includes(`"${key}.`));
    expect([...all].filter((key) => !isTold(key))).toEqual([]);
  });
});
