import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Where pkgs.k8s.io keeps the packages of a minor; mirrors have the same paths, or say where `{minor}` stands. */
export const packageRepository = "https://pkgs.k8s.io/core:/stable:/v{minor}/deb/";

const folders = ["/etc/apt/sources.list.d", "/etc/yum.repos.d", "/etc/zypp/repos.d"];

/** The minors that a host's package sources name in a repository of Kubernetes: "1.33". */
const repositoryMinors = probeOf(
  {
    name: "repository minors",
    script: (queries: readonly { readonly url: string }[]) =>
      queries.map(({ url }) => `${minorsScript(url)}echo ---\n`).join(""),
    parse: (stdout, queries) => {
      const parts = stdout.split("---\n");
      return queries.map((_, index) => (parts[index] ?? "").split("\n").filter((line) => line !== ""));
    },
  },
  ({ url }) => url,
);

/** Points the package sources of the host to the packages of another minor; other lines of the files stay as they are. */
export const repositoryMinorModule = defineModule({
  name: "repository_minor",
  summary: "Moves the package repository of Kubernetes to another minor.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["minor", "url"],
    properties: {
      minor: { type: "string", description: "1.34" },
      url: { type: "string", description: "URL of the repository, with {minor} where the minor stands." },
    },
  },
  example: "- repository_minor: { minor: '1.34', url: 'https://pkgs.k8s.io/core:/stable:/v{minor}/deb/' }\n",
  build: ({ minor, url }) =>
    resource({
      id: `package repository of Kubernetes ${minor}`,
      probes: { minors: repositoryMinors({ url }) },
      plan: ({ minors }) => {
        const others = [...new Set(minors.filter((other) => other !== minor))];
        const [from] = others;
        if (from === undefined) return satisfied;
        const summary = `package repository: ${others.join(", ")} → ${minor}`;
        const undo = moveScript(url, minor, from);
        const script = others.map((other) => moveScript(url, other, minor)).join("");
        return { kind: "changes", changes: [{ kind: "run", summary, script, undo, timeoutMs: 60_000 }] };
      },
      after: ({ minors }) => ({ minors: minors.map(() => minor) }),
    }),
});

/** What comes before and after the minor in the part of the URL that all package formats share. */
function partsOf(url: string): readonly [string, string] {
  const [before = "", after = ""] = url.split("{minor}");
  const path = before.replace(/^[a-z+]+:\/\//, "");
  return [path.replaceAll(/[.[\]*^$\\#]/g, "\\$&"), after.slice(0, 1).replaceAll(/[.[\]*^$\\#]/g, "\\$&")];
}

function minorsScript(url: string): string {
  if (!url.includes("{minor}")) return "";
  const [before, after] = partsOf(url);
  const pattern = `s#^[^\\#]*${before}\\([0-9][0-9]*\\.[0-9][0-9]*\\)${after}.*#\\1#p`;
  return `find ${folders.join(" ")} -type f 2>/dev/null | while read -r file; do sed -n ${shQuote(pattern)} "$file"; done\n`;
}

/** Written beside the file and renamed, as nobody may see half of it. */
export function moveScript(url: string, from: string, to: string): string {
  const [before, after] = partsOf(url);
  const exact = from.replaceAll(".", "\\.");
  const replacement = `s#\\(${before}\\)${exact}\\(${after}\\)#\\1${to}\\2#g`;
  return `find ${folders.join(" ")} -type f 2>/dev/null | while read -r file; do
  if grep -q ${shQuote(`${before}${exact}${after}`)} "$file"; then sed -i ${shQuote(replacement)} "$file" || exit; fi
done
`;
}
