import { join } from "node:path";

/** Where the job lies; runs take place in a copy of it. */
export const jobFolder = join(import.meta.dirname, "../job");

/** What runs while things go wrong; it brings a host from the state "before" to "converged". */
export const job = {
  playbook: "playbook.yaml",
  /** How many tasks a converged run asks each host about. */
  resources: 25,
  /** Flags by which it makes the state "before". */
  before: ["--tags", "before", "-e", "release=1"],
  /** Its parts, for plays that are put together in another way. */
  tasks: "tasks.yaml",
  variables: {
    release: 2,
    hold: "nowhere",
    fails: "nobody",
    listeners: ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"],
  },
  handlers: [{ name: "Restart the gateway", service: { name: "gate", state: "restarted" } }],
} as const;
