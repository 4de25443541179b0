import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkAnswers } from "../../bench/hand-contender.ts";
import { job } from "../../bench/job.ts";

describe("the job of the bench", () => {
  it("is one play with a task per resource", async () => {
    const plays: unknown = parse(await readFile(job.playbook, "utf8"));
    expect(plays).toMatchObject([{ hosts: "all", tasks: { length: job.resources } }]);
  });

  it("is asked by hand as one question per resource, and what is absent is no silence", async () => {
    const { stdout } = await promisify(execFile)("sh", [job.probes]);
    const lines = stdout.trimEnd().split("\n");
    expect(new Set(lines).size).toBe(job.resources);
    expect(
      lines.filter((line) => !/^(ok|changed) (package|user|directory|file|line|link|service) /.test(line)),
    ).toEqual([]);
    expect(lines).toContain("changed user shop");
    expect(lines).toContain("changed file /etc/shop/shop.conf");
  });
});

describe("checkAnswers", () => {
  const all = Array.from({ length: job.hosts * job.resources }, () => "ok file /etc/motd\n");

  it("is content with an ok for every question", () => {
    expect(() => checkAnswers(all.join(""))).not.toThrow();
  });

  it.each([
    ["an answer is missing", all.slice(1)],
    ["something differs", [...all.slice(1), "changed file /etc/motd\n"]],
    ["ssh complains", [...all, "Connection closed\n"]],
  ])("throws when %s", (_, lines) => {
    expect(() => checkAnswers(lines.join(""))).toThrow();
  });
});
