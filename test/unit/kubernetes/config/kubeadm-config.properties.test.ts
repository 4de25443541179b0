import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { kubeadmConfig } from "../../../../src/kubernetes/config/kubeadm-config.ts";
import type { InitRequest } from "../../../../src/kubernetes/config/kubeadm-request.ts";
import { checkKubeadmDocuments } from "../../../../src/kubernetes/schemas/check-kubeadm-documents.ts";
import { exampleCluster, joinRequest, nodeOf, release, withSecrets } from "./example-cluster.ts";

const minor = fc.integer({ min: 28, max: 36 });
const shape = fc.record({ isHa: fc.boolean(), isDual: fc.boolean() });
const words = fc.array(fc.string({ minLength: 1 }), { maxLength: 3 });
/** Flags and their values, among them what YAML takes for something else than text. */
const tricky = fc.constantFrom(
  "yes",
  "no",
  "on",
  "1:30",
  "0755",
  "1e5",
  "null",
  "~",
  "",
  "- a",
  "a: b",
  "# c",
  "{}",
);
const flags = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), fc.oneof(fc.string(), tricky), {
  maxKeys: 4,
});

const wishes = fc.record(
  {
    imageRepository: fc.option(fc.domain()),
    bindPort: fc.option(fc.integer({ min: 1, max: 65535 })),
    certSANs: fc.option(fc.array(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), { maxLength: 3 })),
    kubeletExtraArgs: fc.option(flags),
    ignorePreflightErrors: fc.option(words),
    skipPhases: fc.option(words),
    patchesDirectory: fc.option(fc.string()),
    kubeProxy: fc.option(fc.boolean()),
    cgroupDriver: fc.option(fc.constantFrom("systemd", "cgroupfs")),
    featureGates: fc.option(fc.dictionary(fc.string({ minLength: 1 }), fc.boolean(), { maxKeys: 2 })),
    timeouts: fc.option(
      fc.record({ discovery: fc.constantFrom("1m", "90s", "1h30m") }, { requiredKeys: [] }),
    ),
    overrides: fc.option(
      fc.record({
        clusterConfiguration: fc.record({ apiServer: fc.record({ extraArgs: flags }) }),
        kubeletConfiguration: fc.record({ maxPods: fc.nat(), clusterDomain: fc.string() }),
      }),
    ),
  },
  { requiredKeys: [] },
);

describe("whatever is asked for", () => {
  it("the files fit the published types", () => {
    fc.assert(
      fc.property(minor, shape, wishes, (number, form, wish) => {
        const cluster = exampleCluster(form);
        const version = release(number);
        const common: Partial<InitRequest> = { ...wish, version, cluster };
        const init = kubeadmConfig({
          kind: "init",
          version,
          cluster,
          node: nodeOf(cluster, "cp1"),
          ...common,
        });
        const worker = kubeadmConfig({ ...wish, ...joinRequest(cluster, "w1", version) });
        for (const text of [init, worker]) expect(checkKubeadmDocuments(withSecrets(text))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("a text stays the text that it is, for a reader of YAML 1.1 as for one of 1.2", () => {
    fc.assert(
      fc.property(minor, flags, (number, kubeletExtraArgs) => {
        const cluster = exampleCluster({ isHa: false, isDual: false });
        const request = { ...joinRequest(cluster, "w1", release(number)), kubeletExtraArgs };
        const text = kubeadmConfig(request);
        const expected = { "node-ip": "10.0.0.21", ...kubeletExtraArgs };
        for (const version of ["1.1", "1.2"] as const) {
          const [document] = parseAllDocuments(text, { version });
          expect(flagsIn(document?.toJS())).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function flagsIn(join: { nodeRegistration: { kubeletExtraArgs: unknown } }): unknown {
  const { kubeletExtraArgs } = join.nodeRegistration;
  if (!Array.isArray(kubeletExtraArgs)) return kubeletExtraArgs;
  return Object.fromEntries(kubeletExtraArgs.map(({ name, value }) => [name, value]));
}
