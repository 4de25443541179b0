import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { aptRepositoryModule } from "../../../src/resources/apt-repository.ts";
import { aptSourceText } from "../../../src/resources/apt-source.ts";
import type { Change } from "../../../src/resources/change.ts";
import type { Plan } from "../../../src/resources/resource.ts";
import { absent, directory, fileOf } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

const url = "https://packages.example/v1.33/deb/";
const signedByUrl = { name: "demo", uris: url, suites: "/", signed_by: `${url}Release.key` };
const armored = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ\n-----END PGP PUBLIC KEY BLOCK-----";
const keyPath = "/etc/apt/keyrings/demo.asc";

const text = aptSourceText({
  name: "demo",
  uris: [url],
  suites: ["/"],
  components: [],
  architectures: [],
  keyring: { kind: "url", path: keyPath, url: `${url}Release.key` },
});

const host = { apt: fileOf(""), folder: directory, source: absent, key: absent };

function titles(plan: Plan): string[] {
  const title = (change: Change): string => (change.kind === "path" ? change.path : change.summary);
  return plan.kind === "changes" ? plan.changes.map(title) : [plan.kind];
}

describe("apt_repository", () => {
  it("describes the source in deb822 style, with the address of its key", () => {
    expect(text).toBe(`# Managed by lab: changes made here are overwritten.
# The key is from https://packages.example/v1.33/deb/Release.key
Types: deb
URIs: https://packages.example/v1.33/deb/
Suites: /
Signed-By: /etc/apt/keyrings/demo.asc
`);
  });

  it("proves that key and source belong together before it puts the source in place", () => {
    const plan = planOf(aptRepositoryModule, signedByUrl, host);
    expect(titles(plan)).toEqual([`apt-get update for ${url}`, "/etc/apt/sources.list.d/demo.sources"]);
    expect(titles(planOf(aptRepositoryModule, signedByUrl, { ...host, folder: absent }))[0]).toBe(
      "/etc/apt/keyrings",
    );
  });

  it("asks nothing of anybody where source and key are there", () => {
    const states = { ...host, source: fileOf(text), key: fileOf(armored) };
    expect(titles(planOf(aptRepositoryModule, signedByUrl, states))).toEqual([]);
  });

  it("fetches anew where the key is gone, or the source names another address", () => {
    const source = fileOf(text);
    expect(titles(planOf(aptRepositoryModule, signedByUrl, { ...host, source }))).toEqual([
      `apt-get update for ${url}`,
    ]);
    const other = { ...host, source: fileOf(text.replaceAll("1.33", "1.32")), key: fileOf(armored) };
    expect(titles(planOf(aptRepositoryModule, signedByUrl, other))).toHaveLength(2);
  });

  it("foretells the key that is downloaded", () => {
    const after = built(aptRepositoryModule, signedByUrl).after?.(host);
    expect(after).toMatchObject({ key: { kind: "file" } });
  });

  it("sends a key that it is given, armored or binary, under the name that tells apt which", () => {
    const { signed_by: _, ...source } = signedByUrl;
    const given = planOf(aptRepositoryModule, { ...source, signed_by: armored }, host);
    expect(titles(given)[0]).toBe(keyPath);
    const file = () => ({ kind: "base64", base64: "mDME" }) as const;
    const binary = planOf(aptRepositoryModule, { ...source, key: "demo.gpg" }, host, { file });
    expect(titles(binary)[0]).toBe("/etc/apt/keyrings/demo.gpg");
    expect(titles(binary)).toHaveLength(3);
  });

  it("removes source and keys", () => {
    const states = { "/etc/apt/sources.list.d/demo.sources": fileOf(text), [keyPath]: fileOf(armored) };
    const paths = [...Object.keys(states), "/etc/apt/keyrings/demo.gpg"];
    const all = Object.fromEntries(paths.map((path) => [path, absent]));
    const removal = { name: "demo", state: "absent" } as const;
    expect(titles(planOf(aptRepositoryModule, removal, { ...all, ...states }))).toEqual(Object.keys(states));
    expect(titles(planOf(aptRepositoryModule, removal, all))).toEqual([]);
  });

  it("is blocked where there is no apt, and refuses what is not whole", () => {
    expect(planOf(aptRepositoryModule, signedByUrl, { ...host, apt: absent }).kind).toBe("blocked");
    expect(() => planOf(aptRepositoryModule, { name: "demo", uris: url }, host)).toThrow(InputError);
    expect(() => planOf(aptRepositoryModule, { ...signedByUrl, key: "demo.asc" }, host)).toThrow(InputError);
  });
});
