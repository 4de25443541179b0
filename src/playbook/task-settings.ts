import type { InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { checkTemplates } from "./check-texts.ts";
import type { RunAs, TaskSettings, Written } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import { isPending } from "./value-template.ts";

/** Of a change that may cut the connection, where the playbook gives no number. */
export const defaultGuardSeconds = 30;

type Source = Readonly<Record<string, unknown>>;

/** The settings of a task of which nothing is said anywhere. */
export const plainSettings: TaskSettings = {
  ignoreErrors: false,
  ignoreUnreachable: false,
  anyErrorsFatal: false,
  noLog: false,
  runOnce: false,
  throttle: null,
  checkMode: null,
  diff: null,
  guardSeconds: null,
  runAs: { kind: "root", isSaid: false },
  delegateTo: null,
  environment: [],
  timeout: null,
};

/** The settings of a play, import, block or task: what it says itself, else what is handed down to it. */
export function taskSettings(written: Source, site: Site, outer: TaskSettings): TaskSettings {
  return {
    ignoreErrors: boolean(written.ignore_errors) ?? outer.ignoreErrors,
    ignoreUnreachable: boolean(written.ignore_unreachable) ?? outer.ignoreUnreachable,
    anyErrorsFatal: boolean(written.any_errors_fatal) ?? outer.anyErrorsFatal,
    noLog: boolean(written.no_log) ?? outer.noLog,
    runOnce: boolean(written.run_once) ?? outer.runOnce,
    throttle: typeof written.throttle === "number" ? written.throttle : outer.throttle,
    checkMode: boolean(written.check_mode) ?? outer.checkMode,
    diff: boolean(written.diff) ?? outer.diff,
    guardSeconds: guardSeconds(written.guarded, outer.guardSeconds),
    runAs: runAs(written, site, outer.runAs),
    delegateTo: writtenAt(written, "delegate_to", site) ?? outer.delegateTo,
    environment: [...outer.environment, ...environment(written.environment, within(site, "environment"))],
    timeout: writtenAt(written, "timeout", site) ?? outer.timeout,
  };
}

/** A value as written under `key`, with its place; null where nothing is written. */
export function writtenAt(mapping: Source, key: string, site: Site): Written | null {
  const value = mapping[key];
  return value === undefined ? null : { value, location: site.source.locate([...site.path, key]) };
}

function boolean(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

function guardSeconds(written: unknown, outer: number | null): number | null {
  if (written === true) return defaultGuardSeconds;
  if (written === false) return null;
  return typeof written === "number" ? written : outer;
}

function runAs({ become, become_user: user }: Source, site: Site, outer: RunAs): RunAs {
  if (become === false) return { kind: "login", location: site.source.locate([...site.path, "become"]) };
  if (typeof user === "string") {
    const location = site.source.locate([...site.path, "become_user"]);
    return user === "root"
      ? { kind: "root", isSaid: true }
      : { kind: "user", name: { value: user, location } };
  }
  return become === true && outer.kind === "login" ? { kind: "root", isSaid: true } : outer;
}

function environment(written: unknown, site: Site): Written[] {
  if (written === undefined) return [];
  if (!Array.isArray(written)) return [{ value: written, location: site.source.locate(site.path) }];
  return written.map((value: unknown, index) => ({
    value,
    location: site.source.locate([...site.path, index]),
  }));
}

/** The templates of settings, the host that is delegated to, and settings that contradict each other. */
export function checkSettings(
  written: Source,
  site: Site,
  names: KnownNames,
  inventory: Inventory,
): InputProblem[] {
  const templates = ["become_user", "delegate_to", "environment", "timeout"].flatMap((key) =>
    checkTemplates(written[key], within(site, key), names),
  );
  return [
    ...templates,
    ...checkDelegate(written.delegate_to, within(site, "delegate_to"), inventory),
    ...(written.become === false && written.become_user !== undefined
      ? [
          {
            message: '"become: false" is the user who logged in; it cannot stand beside "become_user"',
            location: site.source.locateKey([...site.path, "become_user"]),
            hint: "leave one of them out",
          },
        ]
      : []),
  ];
}

function checkDelegate(host: unknown, site: Site, { hosts, groups }: Inventory): InputProblem[] {
  if (typeof host !== "string" || host === "" || isPending(host)) return [];
  if (host === "localhost" || hosts.has(host)) return [];
  const hint =
    host === "127.0.0.1"
      ? "write localhost for the machine that lab runs on"
      : groups.has(host)
        ? `"${host}" is a group; name one host: "{{ groups.${host}.[0] }}"`
        : suggestion(host, [...hosts.keys(), "localhost"]);
  return [
    {
      message: `there is no host "${host}" to delegate to`,
      location: site.source.locate(site.path),
      hint,
    },
  ];
}
