import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import type { Role } from "../role/role.ts";
import { checkValue } from "./check-arguments.ts";
import { checkRoleSettings } from "./check-role-settings.ts";
import { checkWords } from "./check-words.ts";
import { besideImport } from "./compile-import.ts";
import { withLoop } from "./compile-loop.ts";
import type { CompiledRole } from "./compiled-play.ts";
import { handDown, namesWithin } from "./hand-down.ts";
import type { KnownNames } from "./known-names.ts";
import { importKeywords, roleEntry } from "./playbook-schema.ts";
import { placesOf, type Site, within } from "./site.ts";
import type { HandedDown, StepContext } from "./step-context.ts";
import { unknownRole } from "./unknown-role.ts";
import { isPending } from "./value-template.ts";
import { asMapping } from "./written-values.ts";

type RoleSource = Readonly<Record<string, unknown>>;

/** What an entry says of a role, and where. */
interface RoleReference {
  readonly name: unknown;
  readonly nameSite: Site;
  readonly args: unknown;
  /** That of the name where no arguments are written. */
  readonly argsSite: Site;
}

/** Compiles one entry of a play's `roles`; null where nothing can be made of it. */
export function compileRole(
  entry: unknown,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): CompiledRole | null {
  const written: RoleSource = isMapping(entry) ? entry : { role: entry };
  const nameSite = isMapping(entry) && "role" in entry ? within(site, "role") : site;
  const argsSite = "args" in written ? within(site, "args") : nameSite;
  const reference = { name: written.role, nameSite, args: written.args, argsSite };
  const role = context.roles.get(asText(written.role));
  context.problems.push(...checkEntry(written, site, role));
  return compileReference(written, reference, site, names, outer, context);
}

/** Compiles a role that stands among tasks, named under `key`; null where nothing can be made of it. */
export function compileIncludedRole(
  written: RoleSource,
  key: string,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): CompiledRole | null {
  const { [key]: value, ...rest } = written;
  const valueSite = within(site, key);
  context.problems.push(
    ...checkWords(rest, "import", besideImport, site, "the import"),
    ...checkWords(value, "include_role", importKeywords.include_role, valueSite, `"${key}"`),
  );
  const nameSite = isMapping(value) ? within(valueSite, "name") : valueSite;
  const reference = isMapping(value)
    ? {
        name: value.name,
        nameSite,
        args: value.args,
        argsSite: "args" in value ? within(valueSite, "args") : nameSite,
      }
    : { name: value, nameSite, args: undefined, argsSite: nameSite };
  return compileReference(rest, reference, site, names, outer, context);
}

function compileReference(
  written: RoleSource,
  { name, nameSite, args: writtenArgs, argsSite }: RoleReference,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): CompiledRole | null {
  const { problems } = context;
  const inner = withLoop(written, namesWithin(written, names));
  const down = handDown(written, site, outer, inner, context);
  const position = context.nextPosition();
  if (typeof name !== "string" || name === "") return null;
  const role = context.roles.get(name);
  if (!role) {
    problems.push(unknownRole(name, nameSite, context));
    return null;
  }
  const args = asMapping(writtenArgs);
  problems.push(
    ...checkSchema(role.schema, args, nameSite.source, argsSite.path, `role "${role.name}"`, isPending),
    ...Object.entries(args).flatMap(([key, value]) =>
      checkValue(role.schema.properties, key, value, within(argsSite, key), inner),
    ),
    ...checkVars(asMapping(written.vars), args, role, within(site, "vars")),
    ...checkRoleSettings(down.settings, nameSite),
  );
  return {
    ...down.settings,
    kind: "role",
    position,
    role: role.name,
    args,
    places: placesOf(args, argsSite),
    when: down.when,
    tags: down.tags,
    vars: down.vars,
    location: nameSite.source.locate(nameSite.path),
  };
}

/** The words beside `role`; whoever writes arguments there is told where they go. */
function checkEntry(written: RoleSource, site: Site, role: Role | undefined): InputProblem[] {
  const known = new Set(Object.keys(roleEntry.properties));
  const isStray = (key: string): boolean =>
    !known.has(key) && role !== undefined && Object.hasOwn(role.schema.properties, key);
  const entries = Object.entries(written);
  return [
    ...entries.filter(([key]) => isStray(key)).map(([key]) => misplaced(key, site, role)),
    ...checkWords(
      Object.fromEntries(entries.filter(([key]) => !isStray(key))),
      "role",
      roleEntry,
      site,
      "the entry of a role",
    ),
  ];
}

/** Variables that are called like arguments which are not given: they would have no effect. */
function checkVars(vars: RoleSource, args: RoleSource, role: Role, site: Site): InputProblem[] {
  return Object.keys(vars)
    .filter((key) => Object.hasOwn(role.schema.properties, key) && !Object.hasOwn(args, key))
    .map((key) => misplaced(key, site, role));
}

function misplaced(key: string, { source, path }: Site, role: Role | undefined): InputProblem {
  return {
    message: `the arguments of a role go under "args"`,
    location: source.locateKey([...path, key]),
    hint: `write { role: ${role?.name ?? "…"}, args: { ${key}: … } }`,
  };
}
