import { describe, expect, it } from "vitest";
import { expectReviewed } from "../../test/unit/network/expect-reviewed.ts";
import { runSh } from "../../test/unit/resources/run-sh.ts";
import { hostIdentity, parseIdentity } from "./host-identity.ts";

describe("who a host is", () => {
  it("is asked for by a script that is as reviewed", async () => {
    const { kind, query } = hostIdentity({});
    await expectReviewed(kind.script([query]), "host-identity");
  });

  it("is read without what says nothing", () => {
    const printed = "hostname=W1\nmachine_id=uninitialized\nmac=52:54:00:AA:00:01\nmac=00:00:00:00:00:00\n";
    expect(parseIdentity(printed)).toEqual({
      hostname: "w1",
      machineId: "",
      productUuid: "",
      macs: ["52:54:00:aa:00:01"],
    });
    const { status, stdout } = runSh(hostIdentity({}).kind.script([{}]));
    expect(status).toBe(0);
    expect(parseIdentity(stdout).hostname).not.toBe("");
  });
});
