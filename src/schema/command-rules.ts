import type { Module } from "../resources/module.ts";
import { has, ifThen, type JsonSchema } from "./json-schema.ts";

/** What holds where root does the work: another user, and running in a check, are for commands. */
const asRoot: JsonSchema = {
  properties: {
    become: { const: true, errorMessage: "false is for command and shell" },
    become_user: { const: "root", errorMessage: "another user is for command and shell" },
    check_mode: { const: true, errorMessage: "false is for command and shell, which must only read" },
  },
};

/** What a role refuses, wherever it is named. */
export const roleRule = asRoot;

/** `become: false` is the user who logged in. */
export const oneUser: JsonSchema = ifThen(
  { required: ["become"], properties: { become: { const: false } } },
  { properties: { become_user: false } },
);

/**
 * What tasks refuse: words that only commands heed, beside other modules, and words that lack another. On blocks and
 * imports the former hold for the commands within.
 */
export function taskRules(modules: readonly Module[]): JsonSchema[] {
  const others = modules.filter(({ runsCommand }) => runsCommand !== true);
  const changing = others.filter(({ changesNothing }) => changesNothing !== true);
  return [
    { dependencies: { poll: ["async"], loop_control: ["loop"] } },
    ifThen(anyName(others), { properties: { async: false } }),
    ifThen(anyName(changing), asRoot),
  ];
}

function anyName(modules: readonly Module[]): JsonSchema {
  return { anyOf: modules.flatMap(({ name, aliases = [] }) => [name, ...aliases]).map(has) };
}
