import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { argumentTable } from "./argument-table.ts";
import { code, listing } from "./markdown.ts";
import { moduleCost } from "./module-cost.ts";
import { valueTable } from "./value-table.ts";

/** The page of a module in docs/modules, as Markdown. */
export function modulePage(module: Module): string {
  const { frames, check } = moduleCost(module);
  return `${[
    `# ${module.name}`,
    module.summary,
    ...otherNames(module),
    `\`\`\`yaml\n${module.example}\n\`\`\``,
    "## Arguments",
    argumentTable({ ...moduleSchema(module) }),
    ...freeForm(module),
    "## Result",
    resultText(module),
    "## Frames",
    frames,
    "## In a check",
    check,
  ].join("\n\n")}\n`;
}

function otherNames({ aliases = [] }: Module): string[] {
  return aliases.length === 0 ? [] : [`Also called ${listing(aliases.map(code))}.`];
}

function freeForm({ name, freeForm: argument }: Module): string[] {
  return argument === undefined
    ? []
    : [
        `A value in place of the arguments is \`${argument}\`: \`${name}: …\` is \`${name}: { ${argument}: … }\`.`,
      ];
}

function resultText({ returns = {} }: Module): string {
  const common = "what [all results](../results.md) have";
  if (Object.keys(returns).length === 0) return `\`register\` keeps ${common}.`;
  return `\`register\` keeps ${common}, and:\n\n${valueTable(returns)}`;
}
