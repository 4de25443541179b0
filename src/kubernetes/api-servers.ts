import { probeOf } from "../resources/probe.ts";
import { apiFailure } from "./api-failure.ts";
import { anonymousApiGet } from "./api-get.ts";

/** Seconds that each of them has to answer; all are asked at the same time. */
const patienceSeconds = 3;

/**
 * Those of `endpoints` ("host:port") at which an API server answers a stranger, also one that lets no strangers in. Cost: one
 * request to each, at the same time. Where there is no kubectl nobody is asked, and none answers.
 */
export const answeringServers = probeOf(
  {
    name: "API servers",
    isShared: true,
    script: (queries: readonly { readonly endpoints: readonly string[] }[]) => {
      const endpoints = [...new Set(queries.flatMap((query) => query.endpoints))];
      const questions = endpoints.map(question).join("");
      return `if command -v kubectl >/dev/null 2>&1; then\n${questions}wait\nfi\n`;
    },
    parse: (stdout, queries): readonly (readonly string[])[] => {
      const answering = parseAnsweringServers(stdout);
      return queries.map(({ endpoints }) => endpoints.filter((endpoint) => answering.has(endpoint)));
    },
  },
  ({ endpoints }) => endpoints.join(" "),
);

/** One line each, at once: what several print at the same time must not mingle. */
function question(endpoint: string): string {
  const get = anonymousApiGet({ path: "/livez", endpoint, seconds: patienceSeconds });
  return `(
lab_said=$({ ${get}
} 2>&1)
lab_code=$?
printf '%s %s %s\\n' '${endpoint}' "$lab_code" "$(echo "$lab_said" | tr '\\n' ' ')"
) &
`;
}

/** Reads lines of an endpoint, the exit code of kubectl, and what it said. Pure. */
export function parseAnsweringServers(stdout: string): ReadonlySet<string> {
  const answering = stdout.split("\n").flatMap((line) => {
    const [, endpoint, code, said = ""] = /^(\S+) (\d+) (.*)$/.exec(line) ?? [];
    if (endpoint === undefined) return [];
    const isThere = code === "0" || ["unauthorized", "forbidden"].includes(apiFailure(said).kind);
    return isThere ? [endpoint] : [];
  });
  return new Set(answering);
}
