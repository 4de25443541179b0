import { describe, expect, it } from "vitest";
import { loadInventory } from "../../../../src/inventory/load-inventory.ts";
import { renderInterfaces } from "../../../../src/network/interfaces/render-interfaces.ts";
import { interfaceOfFile, type Renderer } from "../../../../src/network/interfaces/rendered-file.ts";
import { exampleInterfaces, withoutNameServers } from "./example-interfaces.ts";

const examples = { netplan: exampleInterfaces, networkd: exampleInterfaces, wicked: withoutNameServers };

function text(renderer: Renderer, interfaces = examples[renderer]): string {
  return renderInterfaces(renderer, interfaces)
    .map(({ path, mode, content }) => `==> ${path} ${mode}\n${content}`)
    .join("\n");
}

describe("the files", () => {
  it.each(["netplan", "networkd", "wicked"] as const)("of %s are these", async (renderer) => {
    await expect(text(renderer)).toMatchFileSnapshot(`golden/${renderer}.txt`);
  });

  it("are known again by the interface that they are about", () => {
    for (const renderer of ["netplan", "networkd", "wicked"] as const) {
      const files = renderInterfaces(renderer, examples[renderer]);
      const about = new Set(files.map(({ path }) => interfaceOfFile(path)));
      expect([...about]).toEqual(examples[renderer].map(({ name }) => name));
    }
    expect(interfaceOfFile("/etc/netplan/50-cloud-init.yaml")).toBeNull();
  });

  it("keep netplan from reading a hardware address of digits as a number", () => {
    const [file] = renderInterfaces("netplan", [{ name: "a", mac: "52:54:00:12:34:56", addresses: [] }]);
    expect(file?.content).toContain('macaddress: "52:54:00:12:34:56"');
  });
});

describe("the lab on VMware", () => {
  const { hosts } = loadInventory("inventory/vmware/clusters.json");

  it.each([...hosts.values()])("gives $name these files", async ({ name, interfaces }) => {
    await expect(text("netplan", interfaces)).toMatchFileSnapshot(`golden/vmware-${name}.txt`);
  });
});
