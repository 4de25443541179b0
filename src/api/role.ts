/** What the roles of a project import, as "lab/role". role.js names what of it has a value. */
export { InputError, type InputProblem } from "../errors.ts";
export {
  defineRole,
  flushHandlers,
  type NotYet,
  notYet,
  type Role,
  type RoleContext,
  type RoleStep,
  type RoleTask,
  task,
} from "../role/role.ts";
export type { RoleCluster, RoleNode } from "../role/role-context.ts";
export { type SystemFacts, systemFacts } from "../role/system-facts.ts";
