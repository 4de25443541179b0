import { shQuote } from "../resources/sh-quote.ts";
import { kubectl } from "./kubectl.ts";

/**
 * sh that says on stderr how the pods of a namespace are, what the cluster last said of them, and why those that are not
 * ready wait; for the message of a failure. Cost: three calls of the API.
 */
export function podReport(namespace: string): string {
  const quick = { seconds: 5 };
  const pods = kubectl(["get", "pods", "-n", namespace, "-o", "wide"], quick);
  const events = kubectl(
    ["get", "events", "-n", namespace, "--field-selector=type=Warning", "--sort-by=.lastTimestamp"],
    quick,
  );
  return `{
  printf 'pods of %s:\\n' ${shQuote(namespace)}
  ${pods}
  echo 'last warnings:'
  ${events} | tail -n 10
} >&2 2>&1`;
}
