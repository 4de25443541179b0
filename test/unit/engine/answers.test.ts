import { expect, it } from "vitest";
import { probeParts, readAnswers } from "../../../src/engine/answers.ts";
import { hostnameState } from "../../../src/resources/hostname-probe.ts";
import { BoundedOutput } from "../../../src/transport/bounded-output.ts";

it("refuses answers of which a part is missing, instead of reading what is left", () => {
  const probes = [hostnameState({})];
  const [part] = probeParts(probes, null);
  const bounded = new BoundedOutput(20);
  bounded.push(Buffer.from(`${"web1".repeat(20)}\n`));
  const output = { name: part?.name ?? "", exitCode: 0, stdout: bounded.text(), stderr: "" };
  expect(() => readAnswers(probes, new Map([[output.name, output]]), null)).toThrow(
    "the host said more than 64 MiB about its state (hostname)",
  );
});
