import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { hostSetupScript } from "../../../src/sandbox/host-setup.ts";

it("is a script that sh accepts, and whose init script sh accepts", () => {
  const init = /<<'END_OF_INIT'\n([\s\S]*)\nEND_OF_INIT\n/.exec(hostSetupScript)?.[1];
  expect(init).toContain("exec /sbin/init");
  for (const input of [hostSetupScript, init ?? ""]) {
    expect(spawnSync("sh", ["-n"], { input, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  }
});
