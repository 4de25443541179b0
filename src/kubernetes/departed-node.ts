import { kubectl } from "./kubectl.ts";

/**
 * Label of a Node whose host is no node any more: a join failed after the host was registered, or was taken back. A kubelet may
 * not delete its own Node, but it may label it; whoever issues the next join token deletes it.
 */
export const departedLabel = "lab/departed";

/** sh that deletes such Nodes; acts on a control plane. Cost: one call of the API. */
export const deleteDepartedNodes = `${kubectl(["delete", "nodes", "-l", `${departedLabel}=true`, "--ignore-not-found"])} >/dev/null || :
`;
