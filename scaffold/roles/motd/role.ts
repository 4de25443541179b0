import { templateModule as template } from "lab/resources";
import { defineRole, systemFacts, task } from "lab/role";

export default defineRole({
  name: "motd",
  summary: "Says at each login which node of which cluster this is.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      contact: { type: "string", description: "Whom to ask about the node. Default: nobody is named." },
    },
  },
  tasks: ({ args, host, cluster }) => [
    task(
      "Write the message of the day",
      template,
      ({ facts }) => ({
        src: "motd/motd.hbs",
        dest: "/etc/motd",
        mode: "0644",
        vars: {
          node_name: host.name,
          node_role: host.role === "worker" ? "worker" : "control plane",
          cluster_name: cluster.name,
          system: facts.os.name,
          contact: args.contact ?? "",
        },
      }),
      { uses: { facts: systemFacts({}) } },
    ),
  ],
});
