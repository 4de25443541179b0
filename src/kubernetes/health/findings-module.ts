import { defineModule } from "../../resources/module.ts";
import { resource } from "../../resources/resource.ts";
import { type Finding, findingLines } from "./finding.ts";

const findingSchema = {
  type: "object",
  additionalProperties: false,
  required: ["check", "severity", "node", "message", "hint"],
  properties: {
    check: { type: "string" },
    severity: { enum: ["error", "warning"] },
    node: { anyOf: [{ type: "string" }, { type: "null" }] },
    message: { type: "string" },
    hint: { type: "string" },
  },
} as const;

/** Reports what a role found: errors fail the task, all of them at once; warnings are told, and pass. */
export const findingsModule = defineModule({
  name: "findings",
  summary: "Fails when a role has found errors, and tells its warnings.",
  changesNothing: true,
  staysHere: true,
  example: "- findings:\n    found: []\n",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["found"],
    properties: {
      found: { type: "array", items: findingSchema, description: "What was found; none is good." },
      praise: { type: "string", description: "What to say where nothing was found. Default: nothing." },
    },
  },
  build: ({ found, praise = "" }) =>
    resource({
      id: "findings",
      probes: {},
      plan: () => {
        const message = found.length === 0 ? praise : textOf(found);
        return found.some(({ severity }) => severity === "error")
          ? { kind: "failed", message }
          : { kind: "changes", changes: [], ...(message === "" ? {} : { message }) };
      },
    }),
});

function textOf(found: readonly Finding[]): string {
  const errors = found.filter(({ severity }) => severity === "error").length;
  const warnings = found.length - errors;
  const counts = [count(errors, "error"), count(warnings, "warning")].filter((text) => text !== "");
  return [counts.join(", "), ...findingLines(found)].join("\n");
}

function count(number: number, word: string): string {
  return number === 0 ? "" : `${number} ${word}${number === 1 ? "" : "s"}`;
}
