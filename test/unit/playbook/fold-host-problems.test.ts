import { describe, expect, it } from "vitest";
import { foldHostProblems } from "../../../src/playbook/fold-host-problems.ts";
import { location } from "./small-lab.ts";

const hosts = Array.from({ length: 50 }, (_, index) => `w${index + 1}`);

function fold(messagesOn: (host: string) => readonly string[]): string[] {
  const found = hosts.map((host) => ({
    host,
    problems: messagesOn(host).map((message) => ({ message, location })),
  }));
  return foldHostProblems(found).map(({ message }) => message);
}

describe("foldHostProblems", () => {
  it("says once what is the same on all hosts", () => {
    expect(fold(() => ["a", "b"])).toEqual(["a", "b"]);
  });

  it("names the hosts of what is wrong on some", () => {
    expect(fold((host) => (host === "w7" ? ["a"] : []))).toEqual(["a (on w7)"]);
    expect(fold((host) => (/[1-4]$/.test(host) ? ["a"] : []))).toEqual(["a (on w1, w2, w3 and 17 more)"]);
  });

  it("shows one of many messages that differ only in names and numbers", () => {
    expect(fold((host) => [`there is no file "${host}.txt"`])).toEqual([
      'there is no file "w1.txt" (on w1, and the like on w2, w3, w4 and 46 more)',
    ]);
  });

  it("shows the entries of a loop, but not without end", () => {
    const entries = ["a", "b", "c", "d", "e"];
    expect(fold(() => entries.map((entry) => `there is no file "${entry}"`))).toEqual([
      'there is no file "a"',
      'there is no file "b"',
      'there is no file "c" (and 2 more of this kind)',
    ]);
  });

  it("keeps apart what stands at different places", () => {
    const other = { ...location, line: 2 };
    const problems = [location, other].map((at) => ({ message: "a", location: at }));
    expect(foldHostProblems([{ host: "w1", problems }])).toEqual(problems);
  });

  it("has nothing to say of hosts without problems", () => {
    expect(fold(() => [])).toEqual([]);
  });
});
