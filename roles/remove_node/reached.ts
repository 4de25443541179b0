import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

/** Fails where a node that is to be cleaned does not answer, before its pods are taken away. */
export const reachedModule = defineModule({
  name: "reached",
  summary: "Fails where a node does not answer.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "answers"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      answers: { type: "boolean", description: "Whether it has answered." },
    },
  },
  example: "- reached: { node: worker3, answers: true }\n",
  build: ({ node, answers }) =>
    resource({
      id: `answer of ${node}`,
      probes: {},
      plan: () =>
        answers
          ? satisfied
          : { kind: "failed", message: `${node} does not answer; if it is dead for good: -e force=true` },
    }),
});
