import { bootState } from "./boot-probe.ts";
import { defineModule } from "./module.ts";
import { readyScript, rebootScript } from "./reboot-script.ts";
import { resource, satisfied } from "./resource.ts";

/** Takes the machine down and waits until it is back. */
export const rebootModule = defineModule({
  name: "reboot",
  summary:
    "Reboots the host, waits until it is back with its services started, and goes on. It acts each time, unless `when_needed` says that it need not.",
  example: `- name: Start the new kernel
  reboot:
    when_needed: true
    reboot_timeout: 900`,
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      when_needed: {
        type: "boolean",
        description:
          "true reboots only where what was installed asks for it: /run/reboot-required (Debian, Ubuntu), /run/reboot-needed (SUSE), `needs-restarting -r` (Fedora, RHEL). Default: false.",
      },
      reboot_timeout: {
        type: "integer",
        minimum: 1,
        description: "Seconds in which the host must be back and ready. Default: 600.",
      },
      test_command: {
        type: "string",
        minLength: 1,
        description:
          "A line of sh that only reads and must succeed before the play goes on. Default: none; where systemd runs, it must have started all services in any case.",
      },
      pre_reboot_delay: {
        type: "integer",
        minimum: 0,
        description: "Seconds between the order and the reboot. Default: 0.",
      },
      post_reboot_delay: {
        type: "integer",
        minimum: 0,
        description: "Seconds between the return of the host and the first look at its services. Default: 0.",
      },
      msg: {
        type: "string",
        description: "What users who are logged in are told. Default: Reboot initiated by lab.",
      },
    },
  },
  returns: {
    rebooted: { type: "boolean", description: "Whether the host has rebooted, or in a check, would." },
    elapsed: { type: "integer", description: "Seconds from the order until it was ready again." },
  },
  build(args) {
    const delaySeconds = args.pre_reboot_delay ?? 0;
    const need = args.when_needed ?? false;
    const change = {
      kind: "run",
      summary: "reboot",
      script: rebootScript({ delaySeconds, message: args.msg ?? "Reboot initiated by lab" }),
      timeoutMs: 60_000,
    } as const;
    return resource({
      id: "reboot",
      probes: { boot: bootState({ need }) },
      plan: ({ boot }) =>
        need && !boot.isNeeded
          ? { ...satisfied, message: "not needed" }
          : { kind: "changes", changes: [change] },
      after: ({ boot }) => ({ boot: { ...boot, isNeeded: false } }),
      verify: () => null,
      result: ({ boot }) => ({ rebooted: !need || boot.isNeeded, elapsed: 0 }),
      bringsMore: true,
      reboots: {
        timeoutMs: (delaySeconds + (args.reboot_timeout ?? 600)) * 1000,
        settleMs: (args.post_reboot_delay ?? 0) * 1000,
        readyScript: readyScript(args.test_command ?? null),
      },
    });
  },
});
