import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { InputError } from "../../../src/errors.ts";
import { mergeKubeconfig } from "../../../src/kubeconfig/merge-kubeconfig.ts";
import { labKubeconfig } from "../../../src/kubernetes/lab-kubeconfig.ts";

function adminConf(server: string, ca = "Q0E="): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "kubernetes", cluster: { server, "certificate-authority-data": ca } }],
    contexts: [
      { name: "kubernetes-admin@kubernetes", context: { cluster: "kubernetes", user: "kubernetes-admin" } },
    ],
    users: [
      { name: "kubernetes-admin", user: { "client-certificate-data": "Q1I=", "client-key-data": "S0VZ" } },
    ],
    "current-context": "kubernetes-admin@kubernetes",
  });
}

function cluster(name: string, ca?: string): { cluster: string; text: string } {
  const text = labKubeconfig(adminConf("https://10.0.0.2:6443", ca), { name });
  if (typeof text !== "string") throw new Error(text.problem);
  return { cluster: name, text };
}

const mine = `# my own clusters
apiVersion: v1
kind: Config
preferences: {}
clusters:
- name: work # do not touch
  cluster: {server: "https://work:6443"}
contexts:
- context:
    cluster: work
    namespace: team
    user: me
  name: work
current-context: work
users:
# the token expires in May
- name: me
  user:
    token: abc
`;

function message(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) {
      return error.problems
        .map(({ message, location }) => `${location?.line}:${location?.column} ${message}`)
        .join("\n");
    }
    throw error;
  }
  return "";
}

describe("a merge", () => {
  it("keeps comments, order and the current context, and adds to the end", async () => {
    const { text, clusters, currentContext } = mergeKubeconfig(mine, "config", [cluster("dev")], null);
    expect(clusters).toEqual([{ cluster: "dev", outcome: "added" }]);
    expect(currentContext).toBe("work");
    await expect(text).toMatchFileSnapshot("golden/merged.yaml");
  });

  it("makes the first cluster the current one where there is none, or the one that is asked for", () => {
    expect(mergeKubeconfig(null, "config", [cluster("dev"), cluster("prod")], null).currentContext).toBe(
      "dev",
    );
    expect(mergeKubeconfig(mine, "config", [cluster("dev")], "dev").currentContext).toBe("dev");
  });

  it("replaces what lab has made for a cluster of that name", () => {
    const { text } = mergeKubeconfig(mine, "config", [cluster("dev")], null);
    const rebuilt = mergeKubeconfig(text, "config", [cluster("dev", "TkVX")], null);
    expect(rebuilt.clusters).toEqual([{ cluster: "dev", outcome: "replaced" }]);
    expect(parse(rebuilt.text).clusters[1].cluster["certificate-authority-data"]).toBe("TkVX");
  });

  it("refuses to replace the entry of somebody else, and tells where it is", () => {
    const theirs = mine.replaceAll("name: work", "name: dev");
    expect(message(() => mergeKubeconfig(theirs, "config", [cluster("dev")], null))).toBe(
      '6:3 "dev" of "clusters" is there already, and is not lab\'s\n9:3 "dev" of "contexts" is there already, and is not lab\'s',
    );
  });

  it.each([
    ["clusters: [", "1:12 "],
    ["kind: Config\nclusters: {a: 1}\n", '1:1 "clusters" is no list'],
    ["kind: Secret\n", "1:1 this is a Secret and no kubeconfig"],
    ["kind: Config\nusers:\n- user: {}\n", '3:3 an entry of "users" has no name'],
  ])("refuses what is no kubeconfig: %j", (text, told) => {
    expect(message(() => mergeKubeconfig(text, "config", [cluster("dev")], null))).toContain(told);
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).map((text) => `theirs-${text}`);
const scalar = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant("0644"), fc.constant("yes"));
const fields = fc.dictionary(fc.stringMatching(/^[a-z-]{1,8}$/), scalar, { maxKeys: 3 });
const entries = (field: string) =>
  fc.uniqueArray(fc.record({ name, [field]: fields }), { maxLength: 3, selector: (entry) => entry.name });
const kubeconfig = fc.record(
  {
    apiVersion: fc.constant("v1"),
    kind: fc.constant("Config"),
    preferences: fields,
    clusters: fc.option(entries("cluster")),
    users: entries("user"),
    contexts: entries("context"),
    "current-context": fc.oneof(fc.constant(""), name),
    extensions: fc.array(fields, { maxLength: 2 }),
  },
  { requiredKeys: ["kind"] },
);
const style = fc.record({
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom("any" as const, "flow" as const),
});
const names = fc.uniqueArray(fc.constantFrom("dev", "prod", "staging"), { minLength: 1 });

describe("any kubeconfig", () => {
  it("holds afterwards all that it held before", () => {
    fc.assert(
      fc.property(kubeconfig, style, names, (config, options, added) => {
        const before = stringify(config, options);
        const after = parse(
          mergeKubeconfig(
            before,
            "config",
            added.map((one) => cluster(one)),
            null,
          ).text,
        );
        const own = new Set(added.flatMap((one) => [one, `${one}-admin`]));
        for (const [key, value] of Object.entries(config)) {
          if (key === "current-context") expect(after[key]).toBe(value === "" ? added[0] : value);
          else if (["clusters", "users", "contexts"].includes(key)) {
            expect(after[key].filter((entry: { name: string }) => !own.has(entry.name))).toEqual(value ?? []);
          } else expect(after[key]).toEqual(value);
        }
      }),
    );
  });

  it("is the same after a second merge as after the first, to the byte", () => {
    fc.assert(
      fc.property(kubeconfig, style, names, (config, options, added) => {
        const clusters = added.map((one) => cluster(one));
        const once = mergeKubeconfig(stringify(config, options), "config", clusters, null);
        const twice = mergeKubeconfig(once.text, "config", clusters, null);
        expect(twice.text).toBe(once.text);
        expect(twice.clusters.every(({ outcome }) => outcome === "unchanged")).toBe(true);
      }),
    );
  });
});
