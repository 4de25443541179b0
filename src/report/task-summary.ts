import type { RunEvent, TaskOutcome } from "../engine/event.ts";
import { hostCount, hostList } from "./host-list.ts";
import type { Paint } from "./paint.ts";
import { endText, outcomeStyle, taskLabel } from "./task-label.ts";

interface TaskOnHosts {
  readonly label: string;
  readonly outcome: TaskOutcome;
  readonly word: string;
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
      const { outcome, ignored, rescue, message, host } = event;
      if (outcome === "skipped" || (outcome === "ok" && message === "")) return;
      if (outcome === "failed" && !ignored && !rescue) return;
      const label = taskLabel(event);
      const word = endText(event, check);
      const key = JSON.stringify([label, word, message]);
      const same = tasks.get(key);
      if (same) same.hosts.push(host);
      else tasks.set(key, { label, outcome, word, message, hosts: [host] });
    },
    lines: (hosts, paint) => [...tasks.values()].flatMap((task) => taskLines(task, hosts, paint)),
  };
}

function taskLines(
  { label, outcome, word, message, hosts }: TaskOnHosts,
  total: number,
  paint: Paint,
): string[] {
  const all = hosts.length > 1 && hosts.length === total;
  const where = all ? `all ${hostCount(total)}` : hostList(hosts, 5);
  const said = message === "" ? [] : message.split("\n").map((line) => `    ${line}`);
  return [`  ${paint(outcomeStyle[outcome], word)}: ${label}, on ${where}`, ...said];
}
