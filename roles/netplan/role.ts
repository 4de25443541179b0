import { interfacesModule } from "../../src/network/interfaces/interfaces-module.ts";
import { chosenRenderer, networkSetup } from "../../src/network/interfaces/network-setup.ts";
import { defineRole, notYet, task } from "../../src/role/role.ts";

export default defineRole({
  name: "netplan",
  summary:
    "Configures the network interfaces that clusters.json declares, by netplan, systemd-networkd or wicked; a host that cannot be reached afterwards takes it back.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      state: {
        enum: ["present", "absent"],
        description: "absent removes what lab has configured. Default: present.",
      },
      renderer: {
        enum: ["netplan", "networkd", "wicked"],
        description:
          "What configures interfaces on the host. Default: netplan where it is in use, else wicked, else systemd-networkd where it runs.",
      },
      move_ssh: {
        type: "boolean",
        description:
          "The address that lab's connection uses may go. The host must then be reached at where the inventory says. Default: false.",
      },
    },
  },
  tasks: ({ args, host }) => {
    const interfaces = args.state === "absent" ? [] : host.interfaces;
    return [
      task(
        "Configure the network interfaces",
        interfacesModule(interfaces),
        ({ setup }) => {
          const chosen = chosenRenderer(setup, args.renderer);
          if ("missing" in chosen) return notYet(chosen.missing);
          return {
            renderer: chosen.renderer,
            own: [...setup.own],
            ...(setup.sshAddress === null ? {} : { ssh_address: setup.sshAddress }),
            ...(args.move_ssh === undefined ? {} : { move_ssh: args.move_ssh }),
          };
        },
        {
          uses: { setup: networkSetup({}) },
          when: ({ setup }) => interfaces.length + setup.own.length > 0,
        },
      ),
    ];
  },
});
