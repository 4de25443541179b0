import { normalPath } from "./normal-path.ts";
import { parsePathOutput } from "./parse-path-output.ts";
import { pathProbeScript } from "./path-probe-script.ts";
import type { PathQuery, PathState } from "./path-state.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/** The largest content, in bytes, that an answer carries unless the query says otherwise. */
const defaultMaxBytes = 128 * 1024;

/** What stands at paths. All questions of a frame share one `stat` and one `sha256sum`. */
const pathProbe: ProbeKind<PathQuery, PathState> = {
  name: "path",
  script: pathProbeScript,
  parse: parsePathOutput,
};

const ask = probeOf(pathProbe, (query) => query.path);

/**
 * Asks what stands at `path`; the subject is `path /etc/hosts`. Without `content` neither content nor hash is asked.
 * Throws InputError on a path that is not absolute or holds a line break.
 */
export function pathState(question: {
  readonly path: string;
  readonly content?: PathQuery["content"];
  readonly maxBytes?: number;
}): Probe<PathState> {
  return ask({
    path: normalPath(question.path),
    content: question.content ?? "never",
    maxBytes: question.maxBytes ?? defaultMaxBytes,
  });
}
