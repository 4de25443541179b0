import { InputError, type InputProblem, type Location } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";

/** What the arguments of a module or role are written in, and where. */
export interface WrittenArguments {
  readonly args: Readonly<Record<string, unknown>>;
  readonly places: Readonly<Record<string, Location>>;
  readonly location: Location;
}

/**
 * The arguments of a module or role, rendered. One that comes to null was not given, so that a playbook can pass on
 * what may be missing: `timezone: "{{default timezone null}}"`. Throws UnknownValue, and InputError with every mistake.
 */
export function renderArguments(
  written: WrittenArguments,
  render: (name: string, value: unknown, location: Location) => unknown,
): Record<string, unknown> {
  const problems: InputProblem[] = [];
  const rendered = Object.entries(written.args).map(([name, value]) => {
    try {
      return [name, render(name, value, written.places[name] ?? written.location)] as const;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return [name, null] as const;
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  return Object.fromEntries(rendered.filter(([, value]) => value !== null && value !== undefined));
}

/** Stands for the file of rendered arguments: what is wrong with one is shown where it was written. */
export function argumentSource({ places, location }: WrittenArguments): YamlFile {
  const locate = ([name = ""]: readonly (string | number)[]): Location => places[name] ?? location;
  const { file } = location;
  return { file, data: null, locate, locateKey: locate, locateWithin: locate, secrets: [], unopened: [] };
}
