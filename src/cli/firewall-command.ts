import { HostSession } from "../engine/host-session.ts";
import { CommandError, ConnectionError, exitCode, InputError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { InventoryHost } from "../inventory/inventory.ts";
import { firewallGoal } from "../network/firewall/firewall-goal.ts";
import type { FirewallGoal } from "../network/firewall/firewall-plan.ts";
import { type FirewallReport, firewallReport } from "../network/firewall/firewall-report.ts";
import { type FirewallStates, firewallProbes } from "../network/firewall/firewall-states.ts";
import { firewallText } from "../network/firewall/firewall-text.ts";
import { hostScope } from "../playbook/host-scope.ts";
import { clusterView, nodeView } from "../playbook/role-view.ts";
import { sanitizeDeep } from "../report/sanitize.ts";
import type { Probe } from "../resources/probe.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import { firewallVariables } from "./firewall-variables.ts";
import { hostTargets, type LoginFlags } from "./host-targets.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { type RunFlags, type RunInputs, readRunInputs } from "./prepare-run.ts";

/** The arguments and flags of `lab firewall plan`. */
export interface FirewallFlags extends RunFlags, LoginFlags {
  readonly host: string;
  readonly output: "auto" | "plain" | "json";
}

/** A plan is looked at by somebody who waits. */
const connectTimeoutMs = 10_000;

/**
 * Runs `lab firewall plan` and returns its exit code: 0, 3 where the host cannot answer, 4 where it cannot be reached. Sends
 * nothing but one probe, takes no lock. Throws InputError.
 */
export async function firewallCommand(flags: FirewallFlags, write: (text: string) => void): Promise<number> {
  const inputs = await readRunInputs(flags);
  const host = inputs.inventory.hosts.get(flags.host);
  if (!host) {
    const hint = suggestion(flags.host, inputs.inventory.hosts.keys());
    throw new InputError({ message: `no host is called "${flags.host}"`, hint });
  }
  const goal = goalOf(host, inputs);
  try {
    const report = sanitizeDeep(firewallReport(goal, await statesOf(host, inputs, flags)));
    write(printed(flags, report));
    return exitCode.ok;
  } catch (error) {
    if (!(error instanceof ConnectionError) && !(error instanceof CommandError)) throw error;
    process.stderr.write(`${flags.host}: ${error.message}\n`);
    return error instanceof ConnectionError ? exitCode.hostsUnreachable : exitCode.hostsFailed;
  }
}

/** From the variables that playbooks read. */
function goalOf(host: InventoryHost, { inventory, extraVars }: RunInputs): FirewallGoal {
  const play = { vars: extraVars, hosts: [host.name], results: {}, unanswered: [] };
  const variables = firewallVariables(hostScope(host, play, inventory));
  return firewallGoal(nodeView(host), clusterView(host.cluster, inventory), variables);
}

async function statesOf(
  host: InventoryHost,
  { inventory }: RunInputs,
  flags: FirewallFlags,
): Promise<FirewallStates> {
  const target = (await hostTargets(inventory, flags)).get(host.name);
  if (!target) throw new InputError({ message: `nothing says how to log in to ${host.name}` });
  const interrupt = interruptSignal();
  const shell = await sshTransport({ connectTimeoutMs }).open(target, {
    readOnly: true,
    signal: interrupt.signal,
  });
  try {
    const session = new HostSession(shell, interrupt.signal);
    const { firewall, script, unit, service, input, forward, zone } = firewallProbes;
    await session.ask(Object.values(firewallProbes));
    return {
      firewall: answerTo(session, firewall),
      script: answerTo(session, script),
      unit: answerTo(session, unit),
      service: answerTo(session, service),
      input: answerTo(session, input),
      forward: answerTo(session, forward),
      zone: answerTo(session, zone),
    };
  } finally {
    interrupt.stop();
    await shell.close();
  }
}

/** What the host said to a question that was put; probes tie the type of the answer to the question. */
function answerTo<State>(session: HostSession, probe: Probe<State>): State;
function answerTo(session: HostSession, probe: Probe): unknown {
  return session.answers.get(probe.key);
}

function printed({ host, output }: FirewallFlags, report: FirewallReport): string {
  return output === "json"
    ? `${JSON.stringify({ version: 1, host, ...report })}\n`
    : firewallText(host, report);
}
