import { expect, it } from "vitest";
import { withoutPlaces } from "../../faults/without-places.ts";

it("a message loses what is another in each run, and nothing else", () => {
  expect(withoutPlaces("lab@127.0.0.1:34261 refused the connection")).toBe(
    "lab@ADDRESS refused the connection",
  );
  expect(withoutPlaces("pinned ssh-ed25519 SHA256:9Uj/Wtd+7b; now another")).toBe(
    "pinned ssh-ed25519 SHA256:…; now another",
  );
  expect(
    withoutPlaces("locked by run 20300131-140509-3fa2b1 of alice@control (pid 4711), since 14:05:09"),
  ).toBe("locked by run ID of USER@MACHINE (pid N), since TIME");
  expect(withoutPlaces("killed after 3.7 s; 43 of 50 converged")).toBe(
    "killed after 3.7 s; 43 of 50 converged",
  );
});
