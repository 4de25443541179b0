import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readToolAnswers, toolCallsScript } from "../../../src/kubernetes/kubectl-answer.ts";
import { nodeList } from "../../../src/kubernetes/node-list.ts";
import { noMarks } from "../../../src/kubernetes/node-marks.ts";
import { readWorkload } from "../../../src/kubernetes/workload.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-tool-"));
  writeFileSync(join(folder, "config"), "");
  writeFileSync(
    join(folder, "tool"),
    '#!/bin/sh\necho "warning" >&2\n[ "$1" = say ] && echo "{\\"a\\": 1}" && exit 0\necho "Error: $1" >&2\nexit 3\n',
    {
      mode: 0o755,
    },
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function ask(calls: readonly { tool?: string; config?: string; words: string; seconds?: number }[]) {
  const script = toolCallsScript(
    calls.map(({ tool = "tool", config = "config", words, seconds = 20 }) => {
      return { tool, kubeconfig: join(folder, config), words, seconds };
    }),
  );
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  return readToolAnswers(execFileSync("/bin/sh", ["-c", script], { env, encoding: "utf8" }), calls.length);
}

describe("calls of a tool", () => {
  it("are answered one by one, warnings left out", () => {
    expect(ask([{ words: "tool say" }, { words: "tool 'no way'" }, { words: "tool say" }])).toEqual([
      { kind: "answered", output: '{"a": 1}' },
      { kind: "unanswered", reason: "no way" },
      { kind: "answered", output: '{"a": 1}' },
    ]);
  });

  it("are not made where something is missing", () => {
    const [tool, config] = ask([
      { tool: "no-tool", words: "no-tool" },
      { config: "nowhere", words: "tool say" },
    ]);
    expect(tool).toEqual({ kind: "unanswered", reason: "no-tool is not installed" });
    expect(config).toMatchObject({
      kind: "unanswered",
      reason: expect.stringMatching(/^there is no .*nowhere$/),
    });
  });

  it("cost one time-out where nobody answers", () => {
    const silent = { kind: "unanswered", reason: "the API server does not answer" };
    expect(ask([{ tool: "sleep", words: "sleep 60", seconds: 1 }, { words: "tool say" }])).toEqual([
      silent,
      silent,
    ]);
  });
});

describe("what the API says", () => {
  const answered = (object: unknown) => ({ kind: "answered", output: JSON.stringify(object) }) as const;

  it("of nodes and their networks", () => {
    const list = {
      items: [
        {
          metadata: { name: "cp1" },
          spec: { podCIDR: "10.244.0.0/24", podCIDRs: ["10.244.0.0/24", "fd00::/64"] },
          status: {
            addresses: [
              { type: "InternalIP", address: "10.0.0.2" },
              { type: "Hostname", address: "cp1" },
            ],
          },
        },
        { metadata: { name: "w1" }, spec: {}, status: {} },
      ],
    };
    expect(nodeList({}).kind.parse(`${JSON.stringify(list)}\n==lab== 0 \n`, [{}])).toEqual([
      {
        kind: "answered",
        nodes: [
          { name: "cp1", podCidrs: ["10.244.0.0/24", "fd00::/64"], addresses: ["10.0.0.2"], marks: noMarks },
          { name: "w1", podCidrs: [], addresses: [], marks: noMarks },
        ],
      },
    ]);
  });

  const daemonSet = (available: number, observedGeneration = 2) =>
    answered({
      kind: "DaemonSet",
      metadata: { generation: 2 },
      status: {
        observedGeneration,
        desiredNumberScheduled: 3,
        updatedNumberScheduled: 3,
        numberAvailable: available,
      },
    });
  const node = (status: string) => ({ status: { conditions: [{ type: "Ready", status }] } });

  it.each([
    ["all are available", daemonSet(3), ["True"], true],
    ["one is not", daemonSet(2), ["True"], false],
    ["one is on a node that is gone", daemonSet(2), ["True", "Unknown"], true],
    ["the change has not been seen yet", daemonSet(3, 1), ["True"], false],
  ])("of a DaemonSet of which %s", (_what, answer, nodes, isReady) => {
    expect(readWorkload(answer, answered({ items: nodes.map(node) }))).toMatchObject({ isReady, desired: 3 });
  });

  it("of a Deployment, and of what is not there", () => {
    const deployment = answered({
      kind: "Deployment",
      metadata: {},
      spec: {},
      status: { updatedReplicas: 1, availableReplicas: 1 },
    });
    expect(readWorkload(deployment, undefined)).toMatchObject({ isReady: true, desired: 1 });
    const missing = "Error from server (NotFound): the server could not find the requested resource";
    expect(readWorkload({ kind: "unanswered", reason: missing }, undefined)).toEqual({ kind: "absent" });
  });
});
