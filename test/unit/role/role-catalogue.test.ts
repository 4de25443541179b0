import { describe, expect, it, vi } from "vitest";
import { roleLoaders } from "../../../roles/index.ts";
import { defineRole } from "../../../src/role/role.ts";
import { RoleCatalogue } from "../../../src/role/role-catalogue.ts";

const roleCalled = (name: string) =>
  defineRole({
    name,
    summary: name,
    schema: { type: "object", additionalProperties: false, properties: {} },
    tasks: () => [],
  });
const loaderOf = (name: string) => vi.fn(() => Promise.resolve({ default: roleCalled(name) }));

describe("the catalogue of roles", () => {
  it("loads what is asked for, once, and looks again", async () => {
    const loaders = { base: loaderOf("base"), etcd: loaderOf("etcd") };
    const roles = new RoleCatalogue(loaders, [roleCalled("own")]);
    const look = vi.fn(async () => ["base", "own"].map((name) => roles.get(name)?.name));
    expect(await roles.settle(look)).toEqual(["base", "own"]);
    expect(await roles.settle(look)).toEqual(["base", "own"]);
    expect(look).toHaveBeenCalledTimes(3);
    expect(loaders.base).toHaveBeenCalledTimes(1);
    expect(loaders.etcd).not.toHaveBeenCalled();
  });

  it("looks again where the first look failed for want of a role, and fails with what is left", async () => {
    const roles = new RoleCatalogue({ base: loaderOf("base") }, []);
    const look = async () => {
      throw new Error(roles.get("base") ? "something else" : "there is no role base");
    };
    await expect(roles.settle(look)).rejects.toThrow("something else");
  });

  it("does not look again for a role that there is not", async () => {
    const roles = new RoleCatalogue({ base: loaderOf("base") }, []);
    const look = vi.fn(async () => roles.get("bse") ?? null);
    expect(await roles.settle(look)).toBeNull();
    expect(look).toHaveBeenCalledTimes(1);
  });

  it("has all of them, those of a project too", async () => {
    const roles = new RoleCatalogue({ base: loaderOf("base") }, [roleCalled("own")]);
    expect([...roles.keys()]).toEqual(["base", "own"]);
    expect((await roles.all()).map(({ name }) => name)).toEqual(["base", "own"]);
  });
});

describe("the roles that lab brings along", () => {
  it.each(Object.entries(roleLoaders))(
    "have in %s the name that they are listed under",
    async (name, load) => {
      expect((await load()).default.name).toBe(name);
    },
  );
});
