import { findingsModule } from "../../src/kubernetes/health/findings-module.ts";
import { hostInterfaces } from "../../src/network/multinic/host-interfaces.ts";
import { interfaceFindings } from "../../src/network/multinic/interface-findings.ts";
import { interfaceModule } from "../../src/network/multinic/interface-module.ts";
import { type Placed, placeInterfaces } from "../../src/network/multinic/place-interfaces.ts";
import { interfaceTaskName, rowTaskName } from "../../src/network/multinic/row.ts";
import type { WantedInterface } from "../../src/network/multinic/wanted-interface.ts";
import { defineRole, notYet, type RoleTask, task } from "../../src/role/role.ts";

const routes = {
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["to"],
    properties: {
      to: { type: "string", description: "A network, never the default route." },
      via: { type: "string", description: "Address of the router." },
      metric: { type: "integer", minimum: 0, maximum: 4294967295, description: "Lower wins." },
    },
  },
} as const;

const addresses = { type: "array", items: { type: "string" } } as const;

export default defineRole({
  name: "multinic",
  summary: "Sets up extra network interfaces, multinic0 and on, by their hardware addresses.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      interfaces: {
        type: "array",
        description: "Those of this host, as the inventory declares them.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["mac"],
          properties: {
            mac: {
              type: "string",
              pattern: "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$",
              errorMessage: "must be a hardware address: fa:16:3e:b1:29:8f",
              description: "Hardware address.",
            },
            addresses: { ...addresses, description: "With prefix length: 10.30.0.5/24, fd00:30::5/64." },
            routes: { ...routes, description: "Over this interface." },
            mtu: { type: "integer", minimum: 576, maximum: 65535, description: "Bytes. Default: 1500." },
          },
        },
      },
      rows: {
        type: "array",
        description: "Those that a database asks for; a row that makes no sense is refused by itself.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["id", "mac"],
          properties: {
            id: { type: "integer", description: "Of the row." },
            mac: { type: "string", description: "Hardware address." },
            addresses: { ...addresses, description: "With prefix length." },
            routes: { ...routes, description: "Over this interface." },
            mtu: { type: "integer", description: "Bytes." },
          },
        },
      },
      limit: {
        type: "integer",
        minimum: 1,
        maximum: 100,
        description: "Largest number of extra interfaces of a host. Default: 10.",
      },
    },
  },
  tasks: ({ args }) => {
    const { interfaces = [], rows = [], limit = 10 } = args;
    const names = [...interfaces.map(interfaceTaskName), ...rows.map(rowTaskName)];
    const wanted: WantedInterface[] = [...interfaces, ...rows.map(({ id: _, ...row }) => row)];
    if (wanted.length === 0) return [];
    return [
      ...wanted.map((_, index) => setUp(names[index] ?? "", wanted, index, limit)),
      task(
        "See that all extra interfaces are set up",
        findingsModule,
        ({ host }) =>
          host.backend === null ? notYet(noBackend) : { found: interfaceFindings(wanted, host, limit) },
        { uses: { host: hostInterfaces } },
      ),
    ];
  },
});

const noBackend = "the host has neither netplan nor wicked";

/** One that fails does not keep the others from being set up: the last task of the role tells of all. */
function setUp(name: string, wanted: readonly WantedInterface[], index: number, limit: number): RoleTask {
  const placeOf = (host: Parameters<typeof placeInterfaces>[1]): Placed | undefined =>
    placeInterfaces(wanted, host, limit)[index];
  return task(
    name,
    interfaceModule,
    ({ host }) => {
      const placed = placeOf(host);
      if (placed?.kind !== "place" || host.backend === null) return notYet("it is refused");
      const { mac, addresses, routes, mtu } = placed.wanted;
      const copied = { addresses: [...addresses], routes: routes.map((route) => ({ ...route })) };
      return { mac, ...copied, mtu, name: placed.name, backend: host.backend };
    },
    {
      uses: { host: hostInterfaces },
      when: ({ host }) => (host.backend === null ? notYet(noBackend) : placeOf(host)?.kind === "place"),
      ignoreErrors: true,
    },
  );
}
