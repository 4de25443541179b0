import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { yumRepositoryModule, yumRepositoryText } from "../../../src/resources/yum-repository.ts";
import { absent, directory, fileOf } from "./path-states.ts";
import { planOf } from "./plan-of.ts";

const repository = {
  name: "kubernetes",
  description: "Kubernetes 1.33",
  baseurl: "https://packages.example/v1.33/rpm/",
  gpgkey: "https://packages.example/v1.33/rpm/repodata/repomd.xml.key",
};

const text = `# Managed by lab: changes made here are overwritten.
[kubernetes]
name=Kubernetes 1.33
baseurl=https://packages.example/v1.33/rpm/
enabled=1
gpgcheck=1
gpgkey=https://packages.example/v1.33/rpm/repodata/repomd.xml.key
`;

describe("yum_repository", () => {
  it("describes a repository, whose packages must be signed where there is a key", () => {
    expect(yumRepositoryText(repository)).toBe(text);
    const { name, baseurl } = repository;
    expect(yumRepositoryText({ name, baseurl, enabled: false })).toContain("\nenabled=0\ngpgcheck=0\n");
  });

  it("writes its file once", () => {
    const plan = planOf(yumRepositoryModule, repository, { file: absent, folder: directory });
    expect(plan).toMatchObject({ changes: [{ path: "/etc/yum.repos.d/kubernetes.repo" }] });
    const states = { file: fileOf(text), folder: directory };
    expect(planOf(yumRepositoryModule, repository, states)).toEqual({ kind: "changes", changes: [] });
  });

  it("removes it, is blocked where there is no dnf, and refuses what is not whole", () => {
    const removal = { name: "kubernetes", state: "absent" } as const;
    const plan = planOf(yumRepositoryModule, removal, { file: fileOf(text) });
    expect(plan).toMatchObject({ changes: [{ after: { kind: "absent" } }] });
    const nothing = { file: absent, folder: absent };
    expect(planOf(yumRepositoryModule, repository, nothing).kind).toBe("blocked");
    expect(() => planOf(yumRepositoryModule, { name: "kubernetes" }, nothing)).toThrow(InputError);
  });
});
