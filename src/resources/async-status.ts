import { jobIdPattern } from "./job-folder.ts";
import { type JobState, jobState } from "./job-probe.ts";
import { jobReturns } from "./job-returns.ts";
import { removeJobScript } from "./job-script.ts";
import { defineModule } from "./module.ts";
import { type Plan, resource, satisfied } from "./resource.ts";

/** A look at what an earlier task has started in the background. */
export const asyncStatusModule = defineModule({
  name: "async_status",
  summary: "Tells whether a command that runs in the background has ended, and fails when it has failed.",
  example: `- name: Look at the build
  async_status:
    jid: "493207551428.7731"`,
  freeForm: "jid",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["jid"],
    properties: {
      jid: {
        type: "string",
        pattern: jobIdPattern,
        errorMessage: "must be the name of a job",
        description: "The job: `ansible_job_id` in the registered result of the task that has started it.",
      },
      mode: {
        enum: ["status", "cleanup"],
        description:
          "`cleanup` removes what the host keeps of a job that has ended, which it else does after seven days. Default: status.",
      },
    },
  },
  returns: {
    ...jobReturns,
    ansible_job_id: { type: "string", description: "Name of the job." },
  },
  build({ jid, mode = "status" }) {
    const probes = { job: jobState({ id: jid }) };
    const result = ({ job }: { readonly job: JobState }) => resultOf(jid, job);
    const id = `async_status ${jid}`;
    if (mode === "status") return resource({ id, probes, result, plan: ({ job }) => statusPlan(jid, job) });
    return resource({
      ...{ id, probes, result },
      plan: ({ job }) => cleanupPlan(jid, job),
      after: () => ({ job: { kind: "absent" } }),
    });
  },
});

function statusPlan(jid: string, job: JobState): Plan {
  if (job.kind === "absent") return { kind: "blocked", reason: `there is no job ${jid}` };
  if (job.kind === "running" || job.exitCode === 0) return satisfied;
  const said = job.stderr.trim().split("\n").at(-1);
  const message = `job ${jid} ended with exit code ${job.exitCode}${said ? `: ${said}` : ""}`;
  return { kind: "failed", message };
}

function cleanupPlan(jid: string, job: JobState): Plan {
  if (job.kind === "absent") return satisfied;
  if (job.kind === "running") return { kind: "blocked", reason: `job ${jid} still runs` };
  const summary = `remove what is kept of job ${jid}`;
  const script = removeJobScript({ id: jid });
  return { kind: "changes", changes: [{ kind: "run", summary, script, timeoutMs: 60_000 }] };
}

function resultOf(jid: string, job: JobState): Readonly<Record<string, unknown>> {
  const known = { ansible_job_id: jid, started: job.kind === "absent" ? 0 : 1 };
  if (job.kind !== "finished") return { ...known, finished: 0 };
  const [stdout, stderr] = [withoutLineEnd(job.stdout), withoutLineEnd(job.stderr)];
  return {
    ...known,
    ...{ finished: 1, rc: job.exitCode, stdout, stderr },
    ...{ stdout_lines: linesOf(stdout), stderr_lines: linesOf(stderr) },
  };
}

function withoutLineEnd(text: string): string {
  return text.replace(/\n$/, "");
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
