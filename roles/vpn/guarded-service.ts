import { defineModule } from "../../src/resources/module.ts";
import { serviceModule } from "../../src/resources/service.ts";

/** A unit whose start or stop may cut the connection: a VPN brings routes. The host takes it back by itself then. */
export const guardedServiceModule = defineModule({
  name: "guarded_service",
  summary: "Starts or stops a systemd unit, and takes that back where it cuts the connection.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name", "state"],
    properties: {
      name: { type: "string", minLength: 1, description: "The unit." },
      state: {
        enum: ["started", "stopped", "restarted"],
        description: "As of `service`.",
      },
      enabled: { type: "boolean", description: "Whether it starts at boot. Default: as it is." },
    },
  },
  example:
    "- name: Start the tunnel\n  guarded_service: { name: wg-quick@lab0, state: started, enabled: true }\n",
  build: (args, context) => ({ ...serviceModule.build(args, context), guarded: true }),
});
