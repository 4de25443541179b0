import type { HostHandler } from "../playbook/host-task.ts";

/**
 * The handlers that are due, in their own order, each once. Taken one by one, so that a handler may notify one that
 * comes after it; whatever is handed out is no longer notified.
 */
export function* notifiedHandlers(
  handlers: readonly HostHandler[],
  notified: Set<string>,
): Generator<HostHandler> {
  for (const handler of handlers) {
    if (notified.delete(handler.id)) yield handler;
  }
}
