import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

const folder = "/etc/cni/net.d";
const suffix = ".replaced-by-lab";

/** Names of the network configurations of a host. */
const configurations = probeOf(
  {
    name: "cni configurations",
    script: () => `ls -A ${folder} 2>/dev/null || true`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const names = stdout.split("\n").filter((name) => /\.(conf|conflist|json)$/.test(name));
      return queries.map(() => names);
    },
  },
  () => folder,
);

/** A container runtime takes the first of its network configurations by name, so a foreign one before ours would win. */
export const cniFolderModule = defineModule({
  name: "cni_folder",
  summary: "Sees to it that no other network configuration comes before the one that is meant.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["first", "replace"],
    properties: {
      first: { type: "string", description: "Name of the file that is to be the first." },
      replace: { type: "boolean", description: "Renames the files of others, so that none of them counts." },
    },
  },
  example: "cni_folder:\n  first: 10-lab-bridge.conflist\n  replace: false",
  build: ({ first, replace }) =>
    resource({
      id: `network configurations before ${first}`,
      probes: { names: configurations({}) },
      plan({ names }) {
        const others = names.filter((name) => name < first);
        if (others.length === 0) return satisfied;
        if (!replace) {
          const told = others.map((name) => `${folder}/${name}`).join(", ");
          const message = `${told} would be used instead of ${first}: another network was set up on this host; remove it, or let the role do so by "replace_others: true"`;
          return { kind: "failed", message, isFinal: true };
        }
        return { kind: "changes", changes: others.map(renamed) };
      },
      after: ({ names }) => ({ names: names.filter((name) => name >= first) }),
    }),
});

function renamed(name: string) {
  const [from, to] = [shQuote(`${folder}/${name}`), shQuote(`${folder}/${name}${suffix}`)];
  return {
    kind: "run",
    summary: `mv ${folder}/${name} ${name}${suffix}`,
    script: `mv -f ${from} ${to}`,
    undo: `if [ -e ${to} ]; then mv -f ${to} ${from}; fi`,
    timeoutMs: 10_000,
  } as const;
}
