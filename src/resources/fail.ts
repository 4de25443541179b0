import { defineModule } from "./module.ts";
import { resource } from "./resource.ts";

/** The end of a play on a host, on purpose. */
export const failModule = defineModule({
  name: "fail",
  summary: "Fails with a message.",
  changesNothing: true,
  staysHere: true,
  example: `- name: Refuse small hosts
  fail:
    msg: This play needs a host with four processors`,
  freeForm: "msg",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      msg: {
        type: "string",
        minLength: 1,
        description: "What to say. Default: that the playbook asks for it.",
      },
    },
  },
  build({ msg }) {
    return resource({
      id: "fail",
      probes: {},
      plan: () => ({ kind: "failed", message: msg ?? "the playbook asks for this failure", isFinal: true }),
    });
  },
});
