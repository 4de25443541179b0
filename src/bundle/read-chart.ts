import { parse } from "yaml";
import { InputError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { readMembers } from "./read-members.ts";

/** What a Helm chart says of itself. */
export interface Chart {
  readonly name: string;
  readonly version: string;
}

const largestBytes = 1024 * 1024;

/** Reads Chart.yaml of a packed chart. Throws InputError where it is none; `name` is for messages. */
export async function readChart(path: string, name: string): Promise<Chart> {
  const isChart = (entry: string) => /^(\.\/)?[^/]+\/Chart\.yaml$/.test(entry);
  const members = await readMembers(path, name, (entry) => (isChart(entry) ? largestBytes : 0));
  const file = members.find(({ path }) => isChart(path));
  const data: unknown = file ? parsed(file.bytes.toString("utf8")) : null;
  if (isMapping(data) && typeof data.name === "string" && data.version !== undefined) {
    return { name: data.name, version: String(data.version) };
  }
  throw new InputError({
    message: `${name} is not a Helm chart: it has no Chart.yaml with name and version`,
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
