import { probeOf } from "../../src/resources/probe.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import { configFile, markerFile } from "./paths.ts";

/** What a host itself tells of its etcd; nothing of it is asked over the network. */
export interface EtcdHost {
  /** lab's configuration is there. */
  readonly isConfigured: boolean;
  /** The data directory holds a member's log. */
  readonly hasData: boolean;
  /** Its member has been healthy once: there is a cluster. */
  readonly isEstablished: boolean;
  readonly isActive: boolean;
  readonly isEnabled: boolean;
}

/** Asks a host about its etcd. Cost: two calls of systemctl. */
export const etcdHost = probeOf(
  {
    name: "etcd host",
    isShared: true,
    script: (queries: readonly { readonly dataDir: string }[]) => queries.map(question).join(""),
    parse: (stdout, queries) => {
      const answers = stdout.split(/^host\n/m).slice(1);
      return queries.map((_, index) => parseEtcdHost(answers[index] ?? ""));
    },
  },
  ({ dataDir }) => dataDir,
);

function question({ dataDir }: { readonly dataDir: string }): string {
  return `echo host
if [ -e ${configFile} ]; then echo configured; fi
for lab_log in ${shQuote(`${dataDir}/member/wal`)}/*.wal; do
  if [ -e "$lab_log" ]; then echo data; break; fi
done
if [ -e ${markerFile} ]; then echo established; fi
if systemctl is-active --quiet etcd 2>/dev/null; then echo active; fi
if systemctl is-enabled --quiet etcd 2>/dev/null; then echo enabled; fi
`;
}

/** Reads the answer to one question. Pure. */
export function parseEtcdHost(text: string): EtcdHost {
  const words = new Set(text.split("\n"));
  return {
    isConfigured: words.has("configured"),
    hasData: words.has("data"),
    isEstablished: words.has("established"),
    isActive: words.has("active"),
    isEnabled: words.has("enabled"),
  };
}
