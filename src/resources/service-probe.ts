import { InternalError } from "../errors.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { shQuote } from "./sh-quote.ts";

/** What systemd knows of a unit that exists, or is masked. */
export interface UnitState {
  readonly kind: "unit";
  /** "loaded", "masked", "bad-setting", "error". */
  readonly load: string;
  /** "active", "inactive", "failed", "activating", "deactivating", "reloading". */
  readonly active: string;
  /** "running", "exited", "auto-restart"; differs by the kind of unit. */
  readonly sub: string;
  /** UnitFileState: "enabled", "disabled", "static", "indirect", "generated"; "" when there is no file. */
  readonly file: string;
  /** A one-shot unit that does not stay active, and has run with success since the host was started. */
  readonly ranOnce: boolean;
  /** Its files have changed since systemd read them. */
  readonly needsReload: boolean;
  readonly canReload: boolean;
}

/** What the host's service manager says about one unit. */
export type ServiceState = UnitState | { readonly kind: "missing" } | { readonly kind: "no systemd" };

/** A question about one unit, by its full name: "containerd.service". */
export interface ServiceQuery {
  readonly unit: string;
}

/** systemd units. All questions of a frame share one `systemctl show`. */
export const serviceProbe: ProbeKind<ServiceQuery, ServiceState> = { name: "service", script, parse };

/** Asks for one unit. */
export const serviceState: (query: ServiceQuery) => Probe<ServiceState> = probeOf(
  serviceProbe,
  (query) => query.unit,
);

const properties = [
  "LoadState",
  "ActiveState",
  "SubState",
  "UnitFileState",
  "NeedDaemonReload",
  "CanReload",
  "Type",
  "RemainAfterExit",
  "Result",
  "ExecMainExitTimestampMonotonic",
];

function script(queries: readonly ServiceQuery[]): string {
  const units = queries.map((query) => shQuote(query.unit)).join(" ");
  const show = `LC_ALL=C systemctl show --no-pager -p Id,${properties.join(",")} -- ${units}`;
  return `if [ -d /run/systemd/system ]; then ${show}; else echo no systemd; fi\n`;
}

function parse(stdout: string, queries: readonly ServiceQuery[]): ServiceState[] {
  if (stdout.trim() === "no systemd") return queries.map(() => ({ kind: "no systemd" }));
  const blocks = stdout.split(/\n{2,}/).filter((block) => block.trim() !== "");
  if (blocks.length !== queries.length) {
    throw new InternalError(`systemctl answered about ${blocks.length} units instead of ${queries.length}`);
  }
  return blocks.map(unitState);
}

function unitState(block: string): ServiceState {
  const lines = block.trim().split("\n");
  const values = new Map(lines.map((line) => splitAt(line, line.indexOf("="))));
  const value = (name: string) => values.get(name) ?? "";
  if (value("LoadState") === "not-found") return { kind: "missing" };
  const exited = !["", "0"].includes(value("ExecMainExitTimestampMonotonic"));
  return {
    kind: "unit",
    load: value("LoadState"),
    active: value("ActiveState"),
    sub: value("SubState"),
    file: value("UnitFileState"),
    ranOnce:
      value("Type") === "oneshot" &&
      value("RemainAfterExit") === "no" &&
      value("ActiveState") === "inactive" &&
      value("Result") === "success" &&
      exited,
    needsReload: value("NeedDaemonReload") === "yes",
    canReload: value("CanReload") === "yes",
  };
}

function splitAt(line: string, index: number): [string, string] {
  return [line.slice(0, index), line.slice(index + 1)];
}
