import type { Redactor } from "../engine/redact.ts";
import { InputError } from "../errors.ts";
import { leavesOf } from "../playbook/compiled-play.ts";
import { hostScope } from "../playbook/host-scope.ts";
import type { InterfaceRows, TableHost } from "./interface-rows.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { databaseVariable, takeEnvironment } from "./take-environment.ts";

/** What a run reads its rows with. */
interface RowsOptions {
  readonly redactor: Redactor;
  /** Ends the wait for a database. */
  readonly signal: AbortSignal;
}

const usual = { limit: 10, retries: 5 };

/**
 * The rows of a database for the hosts whose plays have the role multinic, and that have a database; null where there is no
 * such host. The driver is loaded for no other run. Throws DatabaseAway and InputError.
 */
export async function readInterfaceRows(
  { plays, context }: Pick<PreparedRun, "plays" | "context">,
  { redactor, signal }: RowsOptions,
): Promise<InterfaceRows | null> {
  const found = new Map<string, TableHost>();
  for (const play of plays) {
    if (!leavesOf(play.steps).some((step) => step.kind === "role" && step.role === "multinic")) continue;
    for (const name of play.hosts) {
      const host = context.inventory.hosts.get(name);
      const scope = host && hostScope(host, play, context.inventory);
      const url = scope?.lookUp("multinic_database_url") ?? takeEnvironment()[databaseVariable];
      if (url === undefined || url === null || url === "") continue;
      const limit = scope?.lookUp("multinic_limit") ?? usual.limit;
      const retries = scope?.lookUp("multinic_database_retries") ?? usual.retries;
      const access = {
        url: checkedUrl(url, redactor),
        retries: wholeNumber("multinic_database_retries", retries),
      };
      found.set(name, {
        host: name,
        limit: wholeNumber("multinic_limit", limit),
        access: { ...access, signal },
      });
    }
  }
  if (found.size === 0) return null;
  return (await import("./interface-rows.ts")).InterfaceRows.read([...found.values()]);
}

/** The address of a database; it and its password are secrets from then on. */
function checkedUrl(value: unknown, redactor: Redactor): string {
  const hint = "write mysql://USER:PASSWORD@HOST:3306/DATABASE";
  const wrong = new InputError({ message: "multinic_database_url is no address of a database", hint });
  if (typeof value !== "string") throw wrong;
  redactor.add(value);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || url.pathname.length < 2) throw wrong;
  redactor.add(decodeURIComponent(url.password));
  return value.replace(/^mariadb:/, "mysql:");
}

function wholeNumber(name: string, value: unknown): number {
  if (/^\d{1,6}$/.test(String(value))) return Number(value);
  throw new InputError({ message: `${name} must be a whole number`, hint: `write ${name}: 10` });
}
