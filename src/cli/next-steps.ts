import type { RunFacts } from "../record/run-facts.ts";

/**
 * What can be done about a run that did not end well: look at it, go on with it, take it back. `inventory` is the file
 * that -i named. Without colours; one command a line.
 */
export function nextSteps(
  { id, playbook, check, undoes }: Pick<RunFacts, "id" | "playbook" | "check" | "undoes">,
  inventory: string | undefined,
): string[] {
  const where = inventory === undefined ? "" : ` -i ${inventory}`;
  const look = `  look at it    lab runs show ${id}`;
  if (check) return [look];
  if (undoes !== null) return [look, `  try again     lab rollback ${undoes}${where}`];
  return [
    look,
    `  go on         lab play ${playbook}${where} --resume ${id}`,
    `  take it back  lab rollback ${id}${where}`,
  ];
}
