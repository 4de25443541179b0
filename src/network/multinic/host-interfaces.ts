import { type Probe, probeOf } from "../../resources/probe.ts";
import { hostInterfacesScript } from "./host-interfaces-script.ts";
import type { HostInterfaces } from "./host-state.ts";
import { parseHostInterfaces } from "./parse-host-interfaces.ts";

const ask = probeOf(
  {
    name: "multinic",
    script: () => hostInterfacesScript,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const state = parseHostInterfaces(stdout);
      return queries.map(() => state);
    },
  },
  () => "interfaces",
);

/** Asks for all interfaces of a host, and what configures them. Cost: rides in a frame; about ten processes. */
export const hostInterfaces: Probe<HostInterfaces> = ask({});
