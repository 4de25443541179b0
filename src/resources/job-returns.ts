import type { PropertySchema } from "./module.ts";

/** What the result of a command that runs in the background tells beside what it printed. */
export const jobReturns: Readonly<Record<string, PropertySchema>> = {
  ansible_job_id: {
    type: "string",
    description: "Name of the job, for `async_status`; only of tasks with `async`.",
  },
  started: { type: "integer", description: "1 when there is such a job, else 0." },
  finished: { type: "integer", description: "1 when it has ended, else 0." },
};
