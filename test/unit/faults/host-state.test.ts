import { describe, expect, it } from "vitest";
import { hostState } from "../../faults/scene/host-state.ts";

describe("the state of a host", () => {
  it("is converged, or as before, when nothing differs from that", () => {
    expect(hostState("before\t/etc/a\n")).toEqual({ kind: "converged" });
    expect(hostState("converged\t/etc/a\nconverged\t/etc/b\n")).toEqual({ kind: "before" });
  });

  it("is between when something differs from either", () => {
    expect(hostState("before\t/etc/a\nconverged\t/etc/b c\n")).toEqual({
      kind: "between",
      changed: ["/etc/a"],
      missing: ["/etc/b c"],
    });
  });
});
