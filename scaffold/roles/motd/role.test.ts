import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileHolding, testRole } from "lab/testing";
import role from "./role.ts";

const folder = join(import.meta.dirname, "../..");
const message = (contact?: string) =>
  testRole(role, { args: contact === undefined ? {} : { contact }, host: "worker1", folder })
    .task("Write the message of the day")
    .built();

const expected = `worker1 is a worker of the cluster demo.
It runs Debian GNU/Linux 12 (bookworm).
`;

describe("the role motd", () => {
  it("writes which node of which cluster this is", () => {
    const plan = message().plan();
    assert.equal(plan.kind, "changes");
    assert.deepEqual(
      plan.changes.map((change) => change.kind === "path" && change.after),
      [
        {
          kind: "file",
          content: { kind: "text", text: expected },
          mode: "0644",
          owner: "root",
          group: "root",
        },
      ],
    );
  });

  it("names the contact, if there is one", () => {
    const plan = message("ops@example.org").plan({
      path: fileHolding(`${expected}Questions go to ops@example.org.\n`),
    });
    assert.deepEqual(plan, { kind: "changes", changes: [] });
  });

  it("has nothing left to do after it ran", () => {
    assert.deepEqual(message().planAgain(), { kind: "changes", changes: [] });
  });
});
