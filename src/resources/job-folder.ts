import { InternalError } from "../errors.ts";
import { shQuote } from "./sh-quote.ts";

/** What a job may be named; it is a directory, too. */
export const jobIdPattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";

/** Which job, and where jobs are kept. */
export interface JobQuery {
  readonly id: string;
  /** Default: /var/lib/lab/jobs for root, and .local/state/lab/jobs in the home of anyone else. */
  readonly folder?: string;
}

/** sh that sets `lab_jobs` and `lab_job`, the directory of one job. Throws InternalError on a name that is no file name. */
export function jobFolderScript({ id, folder }: JobQuery): string {
  if (!new RegExp(jobIdPattern).test(id)) throw new InternalError(`${JSON.stringify(id)} cannot name a job`);
  const place =
    folder === undefined
      ? `lab_jobs=/var/lib/lab/jobs
[ "$(id -u)" = 0 ] || lab_jobs=$HOME/.local/state/lab/jobs`
      : `lab_jobs=${shQuote(folder)}`;
  return `${place}
lab_job=$lab_jobs/${shQuote(id)}`;
}

/** sh that defines `lab_alive DIRECTORY`: whether the keeper of that job is there. Its command line names the job. */
export const jobAliveScript = `lab_alive() {
  read -r lab_keeper <"$1/keeper" || return 1
  case $(tr '\\0' ' ' <"/proc/$lab_keeper/cmdline") in *" $1/keep "*) ;; *) return 1 ;; esac
} 2>/dev/null`;
