import { describe, expect, it } from "vitest";
import { casesIn, messageFor } from "./playbook-case.ts";

const directory = "test/fixtures/corpus/right";

describe("right playbooks are valid", () => {
  it.each(casesIn(directory))("%s", async (name) => {
    expect(await messageFor(`${directory}/${name}.yaml`)).toBeNull();
  });
});
