import { InputError, type Location } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { suggestion } from "../input/suggest.ts";
import type { RunAs } from "../resources/run-as.ts";
import type { Async, Retry, TaskSettings, Written } from "./compiled-play.ts";
import type { RetrySchedule, Surroundings } from "./host-task.ts";
import type { Scope } from "./scope.ts";

/** Renders what surrounds a task on a host. Throws UnknownValue, and InputError at what is not of its form. */
export function surroundingsOf(
  settings: TaskSettings,
  retry: Retry | null,
  async: Async | null,
  scope: Scope,
): Surroundings {
  const { delegateTo, timeout } = settings;
  return {
    delegate: delegateTo === null ? null : delegateOf(delegateTo, scope),
    environment: environmentOf(settings, scope),
    timeoutMs: timeout === null ? null : secondsOf(timeout, scope, "timeout"),
    retry: retry === null ? null : scheduleOf(retry, scope),
    async:
      async === null
        ? null
        : { limitMs: secondsOf(async.limit, scope, "async"), pollMs: secondsOf(async.poll, scope, "poll") },
  };
}

/** Only a host of the inventory says how it is reached. */
function delegateOf(written: Written, scope: Scope): string {
  const name = textOf(written, scope, "delegate_to");
  const hosts = scope.lookUp("hostvars");
  if (name === "localhost" || !isMapping(hosts) || Object.hasOwn(hosts, name)) return name;
  const hint = suggestion(name, [...Object.keys(hosts), "localhost"]);
  throw wrong(`there is no host "${name}" to delegate to`, written.location, hint);
}

/** Environment variables of a task, those of its play and blocks first. Throws UnknownValue and InputError. */
export function environmentOf({ environment }: TaskSettings, scope: Scope): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { value, location } of environment) {
    const rendered = scope.render(value, location);
    if (!isMapping(rendered)) throw wrong('"environment" must be a mapping', location, "write NAME: value");
    for (const [name, text] of Object.entries(rendered)) {
      if (!/^(?!lab_)[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        throw wrong(`"${name}" cannot be the name of an environment variable`, location);
      }
      if (typeof text === "object" && text !== null) {
        throw wrong(`the environment variable "${name}" must be a text`, location);
      }
      if (text !== null && text !== undefined) variables[name] = String(text);
    }
  }
  return variables;
}

/** Whom a command runs as, the name rendered. Throws UnknownValue and InputError. */
export function runAsOf({ runAs }: TaskSettings, scope: Scope): RunAs {
  if (runAs.kind !== "user") return { kind: runAs.kind };
  const name = textOf(runAs.name, scope, "become_user");
  if (!isAccount.test(name)) {
    throw wrong(`"become_user" must be the name of a user, not ${JSON.stringify(name)}`, runAs.name.location);
  }
  return name === "root" ? { kind: "root" } : { kind: "user", name };
}

/** What programs that look users up take neither for a flag nor for several names. */
const isAccount = /^[^\s:/-][^\s:/\p{Cc}]*$/u;

/** A pause in milliseconds. Throws UnknownValue and InputError. */
export function secondsOf(written: Written, scope: Scope, name: string): number {
  return numberOf(written, scope, name, "seconds") * 1000;
}

function scheduleOf({ retries, delay, backoff }: Retry, scope: Scope): RetrySchedule {
  return {
    retries: Math.floor(numberOf(retries, scope, "retries", "a whole number")),
    delayMs: secondsOf(delay, scope, "delay"),
    backoff,
  };
}

/** A number of at least 0; a text that is one counts as one, because -e NAME=VALUE has nothing else. */
function numberOf({ value, location }: Written, scope: Scope, name: string, unit: string): number {
  const rendered = scope.render(value, location);
  const number = typeof rendered === "string" && rendered.trim() !== "" ? Number(rendered) : rendered;
  if (typeof number === "number" && Number.isFinite(number) && number >= 0) return number;
  throw wrong(`"${name}" must be ${unit}, not ${JSON.stringify(rendered)}`, location);
}

function textOf({ value, location }: Written, scope: Scope, name: string): string {
  const rendered = scope.render(value, location);
  if (typeof rendered === "string" && rendered !== "") return rendered;
  throw wrong(`"${name}" must be a name, not ${JSON.stringify(rendered)}`, location);
}

function wrong(message: string, location: Location, hint = ""): InputError {
  return new InputError({ message, location, ...(hint === "" ? {} : { hint }) });
}
