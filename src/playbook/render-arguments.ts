import type { Scope } from "./scope.ts";

/**
 * The arguments of a module or role, rendered. One that comes to null was not given, so that a playbook can pass on
 * what may be missing: `timezone: "{{default timezone null}}"`. Throws UnknownValue and TemplateError.
 */
export function renderArguments(
  args: Readonly<Record<string, unknown>>,
  scope: Scope,
  render: (name: string, value: unknown) => unknown = (_, value) => scope.render(value),
): Record<string, unknown> {
  const rendered = Object.entries(args).map(([name, value]) => [name, render(name, value)] as const);
  return Object.fromEntries(rendered.filter(([, value]) => value !== null && value !== undefined));
}
