/** What the tests of a project import, as "lab/testing". testing.js names what of it has a value. */
export { exampleFacts } from "../testing/example-facts.ts";
export { fileHolding, nothingThere } from "../testing/path-states.ts";
export { type PlannedResource, testResource } from "../testing/planned-resource.ts";
export { type RoleTest, type TestedRole, testRole } from "../testing/test-role.ts";
export type { TestedTask } from "../testing/tested-task.ts";
