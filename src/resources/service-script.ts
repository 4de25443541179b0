import { shQuote } from "./sh-quote.ts";

/** Longest wait for a unit that is starting or stopping, in seconds. */
const settleSeconds = 90;

/**
 * sh that starts, restarts or reloads a unit and waits until it is active. Where that fails it ends with 1, and the
 * reason stands on stderr: a condition of the unit that is not met, or the last lines of its journal.
 */
export function activationScript(
  verb: "start" | "restart" | "reload" | "reload-or-restart",
  unit: string,
): string {
  const name = shQuote(unit);
  return `${explainFunction(unit)}
systemctl ${verb} -- ${name} || explain
${settleScript(unit, "activating")}
case $state in active | reloading | refreshing) exit 0 ;; esac
case $(systemctl show -p Type,RemainAfterExit,Result,ConditionResult -- ${name} | sort | tr '\\n' ' ') in
  *ConditionResult=no*) echo ${shQuote(`${unit} was not started: a condition of the unit is not met`)} >&2; exit 1 ;;
  *'RemainAfterExit=no Result=success Type=oneshot'*) [ "$state" = inactive ] || explain ;;
  *) explain ;;
esac`;
}

/** sh that waits until a unit is no longer "activating" or "deactivating", and fails when it is not as hoped for then. */
export function settledScript(unit: string, transient: "activating" | "deactivating"): string {
  const hoped = transient === "activating" ? "active | reloading | refreshing" : "inactive | failed";
  return `${explainFunction(unit)}
${settleScript(unit, transient)}
case $state in ${hoped}) ;; *) explain ;; esac`;
}

/** sh that stops a unit, if there is one, and forgets that it has failed. */
export function stopScript(unit: string): string {
  const name = shQuote(unit);
  return `case $(systemctl is-active -- ${name}) in
  inactive | unknown) exit 0 ;;
  failed) ;;
  *) systemctl stop -- ${name} || exit ;;
esac
systemctl reset-failed -- ${name} 2>/dev/null
case $(systemctl is-active -- ${name}) in inactive | failed | unknown) ;; *) exit 1 ;; esac`;
}

/**
 * sh that lets a unit read its configuration again; one that failed over another configuration is started. A unit that is
 * stopped, or is not there any more, stays so.
 */
export function refreshScript(verb: "restart" | "reload", unit: string): string {
  return `case $(systemctl is-active -- ${shQuote(unit)}) in inactive | unknown) exit 0 ;; esac
${refreshedScript(unit)}
${activationScript(verb === "reload" ? "reload-or-restart" : verb, unit)}`;
}

/** sh that starts a unit with its configuration as it is now. */
export function startAgainScript(unit: string): string {
  return `${refreshedScript(unit)}
${activationScript("start", unit)}`;
}

/** systemd reads the unit's files again where they have changed, and no longer counts how often it failed. */
function refreshedScript(unit: string): string {
  const name = shQuote(unit);
  return `[ "$(systemctl show -p NeedDaemonReload --value -- ${name})" = no ] || systemctl daemon-reload || exit
systemctl reset-failed -- ${name} 2>/dev/null`;
}

/** Leaves in `state` what the unit has come to. */
function settleScript(unit: string, transient: string): string {
  return `left=${settleSeconds}
state=$(systemctl is-active -- ${shQuote(unit)})
while [ "$state" = ${transient} ] && [ "$left" -gt 0 ]; do
  sleep 1
  left=$((left - 1))
  state=$(systemctl is-active -- ${shQuote(unit)})
done`;
}

function explainFunction(unit: string): string {
  return `explain() {
  printf '%s is %s; its last lines:\\n' ${shQuote(unit)} "$(systemctl is-active -- ${shQuote(unit)})" >&2
  journalctl -u "$(systemctl show -p Id --value -- ${shQuote(unit)})" -n 20 --no-pager >&2
  exit 1
}`;
}
