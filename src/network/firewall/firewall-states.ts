import { pathState } from "../../resources/path-probe.ts";
import type { StatesOf } from "../../resources/resource.ts";
import { serviceState } from "../../resources/service-probe.ts";
import { firewallState } from "./firewall-probe.ts";
import { policyPath, zonePath } from "./firewalld-policies.ts";
import { scriptPath, unitName, unitPath } from "./own-unit.ts";

/** All that a plan is made from. */
export const firewallProbes = {
  firewall: firewallState(),
  script: pathState({ path: scriptPath, content: "always" }),
  unit: pathState({ path: unitPath, content: "always" }),
  service: serviceState({ unit: unitName }),
  input: pathState({ path: policyPath("lab-input"), content: "always" }),
  forward: pathState({ path: policyPath("lab-forward"), content: "always" }),
  zone: pathState({ path: zonePath("lab"), content: "always" }),
} as const;

/** The answers to them. */
export type FirewallStates = StatesOf<typeof firewallProbes>;
