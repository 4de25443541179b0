import type { RunEvent, TaskOutcome } from "../engine/event.ts";
import { hostCount, hostList } from "./host-list.ts";
import type { Paint } from "./paint.ts";
import { outcomeStyle, outcomeText, taskLabel } from "./task-label.ts";

interface TaskOnHosts {
  readonly label: string;
  readonly outcome: TaskOutcome;
  readonly ignored: boolean;
  readonly message: string;
  readonly hosts: string[];
}

/** What the tasks of one play did, for a reader who saw only rows: one entry for all hosts with the same outcome. */
export interface TaskSummary {
  /** Takes a result; what is ok or skipped without a message, and failures, which the recap tells, are left out. */
  add(event: RunEvent & { kind: "task-end" }): void;
  /** `hosts`: how many hosts the play has. */
  lines(hosts: number, paint: Paint): string[];
}

/** A summary of no task yet. */
export function createTaskSummary(check: boolean): TaskSummary {
  const tasks = new Map<string, TaskOnHosts>();
  return {
    add(event) {
      const { outcome, ignored, message, host } = event;
      if (outcome === "skipped" || (outcome === "ok" && message === "")) return;
      if (outcome === "failed" && !ignored) return;
      const label = taskLabel(event);
      const key = JSON.stringify([label, outcome, ignored, message]);
      const same = tasks.get(key);
      if (same) same.hosts.push(host);
      else tasks.set(key, { label, outcome, ignored, message, hosts: [host] });
    },
    lines: (hosts, paint) => [...tasks.values()].flatMap((task) => taskLines(task, hosts, check, paint)),
  };
}

function taskLines(
  { label, outcome, ignored, message, hosts }: TaskOnHosts,
  total: number,
  check: boolean,
  paint: Paint,
): string[] {
  const word = paint(outcomeStyle[outcome], outcomeText(outcome, check) + (ignored ? " (ignored)" : ""));
  const all = hosts.length > 1 && hosts.length === total;
  const where = all ? `all ${hostCount(total)}` : hostList(hosts, 5);
  const said = message === "" ? [] : message.split("\n").map((line) => `    ${line}`);
  return [`  ${word}: ${label}, on ${where}`, ...said];
}
