import { describe, expect, it } from "vitest";
import { keepsQuorum, parseEtcdMembers } from "../../../src/kubernetes/etcd-members.ts";

/** As etcdctl 3.5 prints it: ids are numbers of 64 bits. */
const list =
  '{"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,"raft_term":2},"members":[{"ID":10276657743932975437,"name":"cp1","peerURLs":["https://10.0.0.1:2380"],"clientURLs":["https://10.0.0.1:2379"]},{"ID":13085733217402400876,"name":"cp2","peerURLs":["https://10.0.0.2:2380"],"clientURLs":["https://10.0.0.2:2379"]},{"ID":995726532019443039,"name":"","peerURLs":["https://10.0.0.3:2380"]}]}';
const health =
  '[{"endpoint":"https://10.0.0.1:2379","health":true,"took":"10.1ms"},{"endpoint":"https://10.0.0.2:2379","health":false,"took":"5s","error":"context deadline exceeded"}]';

describe("the members of etcd", () => {
  it("are read with exact ids, and with their health", () => {
    expect(parseEtcdMembers(`${list}\n\n---\n${health}\n`)).toEqual([
      { id: "8e9e05c52164694d", name: "cp1", isHealthy: true },
      { id: "b599dd07b0ccb06c", name: "cp2", isHealthy: false },
      { id: "dd188015a73555f", name: "", isHealthy: false },
    ]);
  });

  it("are not known where etcd does not answer", () => {
    expect(parseEtcdMembers("\n---\n")).toBeNull();
  });

  it.each([
    [["cp1+", "cp2+", "cp3+"], "cp3", true],
    [["cp1+", "cp2-", "cp3-"], "cp3", false],
    [["cp1+", "cp2-", "cp3-"], "cp1", false],
    [["cp1+", "cp2+"], "cp2", true],
    [["cp1+"], "cp1", false],
  ])("of %j keep a majority without %s: %s", (members, without, expected) => {
    const read = members.map((text) => ({
      id: text,
      name: text.slice(0, -1),
      isHealthy: text.endsWith("+"),
    }));
    expect(keepsQuorum(read, without)).toBe(expected);
  });
});
