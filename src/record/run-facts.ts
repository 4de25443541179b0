import { InputError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";

/** The form of records that this version writes and reads. */
export const recordFormat = 1;

/** The sums of a run over its hosts. */
export interface RunTotals {
  /** Changes that were made, or would be; deferred ones included. */
  readonly changed: number;
  /** Hosts that failed. */
  readonly failed: number;
  readonly unreachable: number;
}

/** What a run is, known before its first connection. */
export interface NewRun {
  readonly id: string;
  /** The run that it goes on with; null for one that starts from the beginning. */
  readonly resumes: string | null;
  /** The run that it takes back; null for a run of a playbook. */
  readonly undoes: string | null;
  readonly playbook: string;
  readonly check: boolean;
  readonly hosts: readonly string[];
  /** --limit, as written; null for all hosts. */
  readonly limit: string | null;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly startAtTask: string | null;
  /** Names of the variables that -e gave; their values may be secret. */
  readonly extraVars: readonly string[];
  /** The version of lab. */
  readonly lab: string;
}

/** What run.json says. */
export interface RunFacts extends NewRun {
  /** Who started it, and on which machine. */
  readonly user: string;
  readonly machine: string;
  readonly pid: number;
  /** When the process began, as its system counts, so that another one with the same pid is told apart; may be empty. */
  readonly processStart: string;
  /** ISO times; `end` is null while it runs, and for a run that was killed. */
  readonly start: string;
  readonly end: string | null;
  readonly exitCode: number | null;
  /** Null until the run has ended by itself. */
  readonly totals: RunTotals | null;
}

/** The text of run.json. */
export function printRunFacts(facts: RunFacts): string {
  return `${JSON.stringify({ format: recordFormat, ...facts }, null, 2)}\n`;
}

/** Reads the text of run.json. Throws InputError for one that is cut off, or of another form. */
export function parseRunFacts(text: string, file: string): RunFacts {
  const data = parseJson(text);
  const hint = "remove its folder when you do not need it";
  if (!isMapping(data)) throw new InputError({ message: `${file} is damaged`, hint });
  if (data.format !== recordFormat) {
    const message = `${file} was written by another version of lab (format ${printed(data.format)}, not ${recordFormat})`;
    throw new InputError({ message, hint: `read it with lab ${printed(data.lab)}, or remove its folder` });
  }
  const { format, ...facts } = data;
  if (!isRunFacts(facts)) throw new InputError({ message: `${file} is damaged`, hint });
  return facts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function printed(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "unknown";
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const isTime: Check = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const isTotals: Check = (value) =>
  isMapping(value) && [value.changed, value.failed, value.unreachable].every(isNumber);

const checks: Readonly<Record<keyof RunFacts, Check>> = {
  id: isText,
  resumes: orNull(isText),
  undoes: orNull(isText),
  playbook: isText,
  check: (value) => typeof value === "boolean",
  hosts: isTexts,
  limit: orNull(isText),
  tags: isTexts,
  skipTags: isTexts,
  startAtTask: orNull(isText),
  extraVars: isTexts,
  lab: isText,
  user: isText,
  machine: isText,
  pid: isNumber,
  processStart: isText,
  start: isTime,
  end: orNull(isTime),
  exitCode: orNull(isNumber),
  totals: orNull(isTotals),
};

function isRunFacts(data: object): data is RunFacts {
  const values = new Map<string, unknown>(Object.entries(data));
  return Object.entries(checks).every(([name, check]) => check(values.get(name)));
}
