import type { Role } from "../role/role.ts";
import { argumentTable } from "./argument-table.ts";

/** The page of a role in docs/roles, as Markdown. */
export function rolePage(role: Role): string {
  return `${[
    `# ${role.name}`,
    role.summary,
    `\`\`\`yaml\n- hosts: all\n  roles:\n    - ${role.name}\n\`\`\``,
    "## Arguments",
    "They stand under `args` of the role's entry; see [roles](../playbooks.md#roles).",
    argumentTable({ ...role.schema }),
  ].join("\n\n")}\n`;
}
