import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { suggestion } from "../input/suggest.ts";
import type { Role } from "../role/role.ts";
import { checkTemplates } from "./check-texts.ts";
import { asList, asMapping, compileConditions } from "./compile-task.ts";
import type { CompiledRole } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { roleEntry } from "./playbook-schema.ts";
import { placesOf, type Site, within } from "./site.ts";
import { isPending } from "./value-template.ts";

/** Compiles one entry of a play's `roles`; null where nothing can be made of it. */
export function compileRole(
  entry: unknown,
  site: Site,
  names: KnownNames,
  roles: ReadonlyMap<string, Role>,
  problems: InputProblem[],
): CompiledRole | null {
  const { source, path } = site;
  const isMap = isMapping(entry);
  const written: Readonly<Record<string, unknown>> = isMap ? entry : { role: entry };
  const nameSite = isMap && "role" in entry ? within(site, "role") : site;
  const role = roles.get(String(written.role));
  problems.push(...checkEntry(written, site, role));
  if (typeof written.role !== "string") return null;
  if (!role) {
    problems.push({
      message: `there is no role "${written.role}"`,
      location: source.locate(nameSite.path),
      hint: suggestion(written.role, roles.keys()),
    });
    return null;
  }
  const args = asMapping(written.args);
  const argsSite = "args" in written ? within(site, "args") : nameSite;
  problems.push(
    ...checkSchema(role.schema, args, source, argsSite.path, `role "${role.name}"`, isPending),
    ...checkTemplates(args, argsSite, names),
  );
  return {
    kind: "role",
    role: role.name,
    args,
    places: placesOf(args, argsSite),
    when: compileConditions(written.when, { source, path: [...path, "when"] }, names, problems),
    tags: asList(written.tags),
    location: source.locate(nameSite.path),
  };
}

/** The words beside `role`; whoever writes arguments there, as Ansible has it, is told where they go. */
function checkEntry(
  written: Readonly<Record<string, unknown>>,
  { source, path }: Site,
  role: Role | undefined,
): InputProblem[] {
  const isArgument = (key: string): boolean =>
    key === "vars" || (role !== undefined && Object.hasOwn(role.schema.properties, key));
  const known = new Set(Object.keys(roleEntry.properties));
  const entries = Object.entries(written);
  const stray = entries.filter(([key]) => !known.has(key) && isArgument(key));
  const rest = Object.fromEntries(entries.filter(([key]) => known.has(key) || !isArgument(key)));
  return [
    ...stray.map(([key]) => ({
      message: `the arguments of a role go under "args"`,
      location: source.locateKey([...path, key]),
      hint: `write { role: ${role?.name ?? "…"}, args: { ${key === "vars" ? "…" : `${key}: …`} } }`,
    })),
    ...checkSchema(roleEntry, rest, source, path, "the entry of a role"),
  ];
}
