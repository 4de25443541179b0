import { probeOf } from "../../../src/resources/probe.ts";
import { keyFiles } from "./paths.ts";

/** The private keys of lab on a host, by their paths. Cost: rides in a frame; no process. */
export const keysThere = probeOf(
  {
    name: "wireguard keys",
    script: () => `for lab_key in ${keyFiles}; do [ ! -e "$lab_key" ] || printf '%s\\n' "$lab_key"; done`,
    parse: (stdout, queries: readonly Record<string, never>[]): readonly (readonly string[])[] => {
      const paths = stdout.split("\n").filter((line) => line !== "");
      return queries.map(() => paths);
    },
  },
  () => "all",
);
