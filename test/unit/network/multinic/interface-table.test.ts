import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { DatabaseAway } from "../../../../src/network/multinic/database-away.ts";
import { pendingRows } from "../../../../src/network/multinic/interface-table.ts";

it("says that a database is away where nobody listens, without its password", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  server.close();
  await once(server, "close");
  const url = `mysql://lab:canary@127.0.0.1:${port}/network`;
  const asked = pendingRows({ url, retries: 0, signal: new AbortController().signal }, [
    { name: "w1", limit: 10 },
  ]);
  const error = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DatabaseAway);
  expect(String(error)).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
  expect(String(error)).not.toContain("canary");
});

it("waits no longer than it is allowed to", async () => {
  const controller = new AbortController();
  controller.abort();
  const access = { url: "mysql://lab@127.0.0.1:1/network", retries: 1000, signal: controller.signal };
  await expect(pendingRows(access, [{ name: "w1", limit: 10 }])).rejects.toThrow(DatabaseAway);
});
