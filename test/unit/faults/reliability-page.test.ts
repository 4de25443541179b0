import { describe, expect, it } from "vitest";
import { reliabilityPage } from "../../faults/reliability-page.ts";

const page = reliabilityPage({
  date: new Date("2030-01-31T00:00:00Z"),
  machine: "2 CPUs",
  exceptions: [{ path: "var/lib/lab", why: "lab's own" }],
  groups: [
    {
      title: "The network",
      results: [
        { name: "Reset", promise: "It converges.", happened: "a | b\nc", broken: [] },
        { name: "Loss", promise: "It converges.", happened: "exit code 5", broken: ["it did not"] },
      ],
    },
  ],
});

describe("the page of reliability", () => {
  it("counts the promises that were kept", () => {
    expect(page).toContain("on 2030-01-31: 2 faults, 1 promises kept");
  });

  it("has a line for each fault, whatever was said in it", () => {
    expect(page).toContain("| Reset | It converges. | a \\| b c | kept |");
    expect(page).toContain("| Loss | It converges. | exit code 5; **broken: it did not** | broken |");
  });

  it("names what is not compared", () => {
    expect(page).toContain("- `/var/lib/lab`: lab's own");
  });
});
