import { describe, expect, it } from "vitest";
import { parsePaths, pathsToPeers } from "../../../../src/network/paths/paths-to-peers.ts";
import { runSh } from "../../resources/run-sh.ts";
import { expectReviewed } from "../expect-reviewed.ts";

const peers = [{ name: "w1", address: "192.0.2.21", ports: [6443, 10250] }];

describe("paths to other nodes", () => {
  it("are asked for by a script that is as reviewed", async () => {
    const { kind, query } = pathsToPeers({ peers });
    await expectReviewed(kind.script([query]), "paths-to-peers");
  });

  it("are read by node; ping that got no answer says nothing of sizes", () => {
    const printed = `ping w1 0.512
port w1 6443 refused
link w1 ens3 1500
size w1 1280
size w1 1400
port w2 10250 silent
ping w2 silent
port w1 2379 open
ping w3 12
link w3 ens3 1500
`;
    expect(parsePaths(printed)).toEqual([
      {
        name: "w1",
        ports: [
          { port: 6443, reach: "refused" },
          { port: 2379, reach: "open" },
        ],
        ping: 0.512,
        mtu: { device: "ens3", link: 1500, largest: 1400 },
      },
      { name: "w2", ports: [{ port: 10250, reach: "silent" }], ping: "silent", mtu: null },
      { name: "w3", ports: [], ping: 12, mtu: null },
    ]);
  });

  it("are told to each question by itself", () => {
    const other = [{ name: "w2", address: "192.0.2.22", ports: [] }];
    const { kind } = pathsToPeers({ peers });
    const told = kind.parse("port w1 1 open\nping w2 1\n", [{ peers }, { peers: other }]);
    expect(told).toMatchObject([[{ name: "w1" }], [{ name: "w2" }]]);
  });

  it("are tried from this machine", () => {
    const me = [{ name: "me", address: "127.0.0.1", ports: [1] }];
    const { status, stdout } = runSh(pathsToPeers({ peers: me }).kind.script([{ peers: me }]));
    expect(status).toBe(0);
    expect(parsePaths(stdout)[0]?.ports).toEqual([{ port: 1, reach: "refused" }]);
  });
});
