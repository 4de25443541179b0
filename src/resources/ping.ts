import { defineModule } from "./module.ts";
import { questionState } from "./question-probe.ts";
import { resource, satisfied } from "./resource.ts";

/** A sign of life. */
export const pingModule = defineModule({
  name: "ping",
  summary: "Shows that lab reaches the host and runs a command on it; no ICMP is sent.",
  changesNothing: true,
  example: `- name: See whether the host is there
  ping: {}`,
  schema: { type: "object", additionalProperties: false, properties: {} },
  returns: { ping: { type: "string", description: "Always `pong`." } },
  build() {
    const nothing = { kind: "words", words: ["true"] } as const;
    const answer = questionState({
      ...{ program: nothing, runAs: { kind: "root" } },
      ...{ chdir: null, environment: {}, stdin: null },
    });
    return resource({
      id: "ping",
      probes: { answer },
      plan: () => satisfied,
      result: () => ({ ping: "pong" }),
    });
  },
});
