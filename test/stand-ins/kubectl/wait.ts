import { parseDuration, sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, listAt, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { isNotFound } from "./apply.ts";
import { jsonPath } from "./json-path.ts";
import type { Call } from "./kubectl.ts";
import { fetchWanted, shownName, wantedOf } from "./resolve.ts";

/** `kubectl wait --for=condition=X[=value] | delete | create | jsonpath=…`. */
export async function wait(call: Call): Promise<void> {
  const condition = call.flags.text("for");
  if (condition === undefined) throw new Exit(1, "error: --for must be specified");
  const deadline = Date.now() + (parseDuration(call.flags.text("timeout") ?? "30s") ?? 30_000);
  const isMet = testOf(condition);
  for (const wanted of await wantedOf(call.operands, call.api)) {
    if (wanted.names.length === 0 && !call.flags.isSet("all") && call.flags.text("selector") === undefined)
      throw new Exit(1, "error: resource(s) were provided, but no name was specified");
    await waitFor(call, () => fetchWanted(call, wanted), { condition, isMet, deadline });
  }
}

interface Goal {
  readonly condition: string;
  readonly isMet: (object: Fields) => boolean;
  readonly deadline: number;
}

async function waitFor(
  call: Call,
  fetch: () => Promise<Fields[]>,
  { condition, isMet, deadline }: Goal,
): Promise<void> {
  for (;;) {
    const objects = await fetch().catch((error: unknown) => {
      if (isNotFound(error) && (condition === "delete" || condition === "create")) return [];
      throw error;
    });
    if (condition === "delete" && objects.length === 0) return;
    if (objects.length === 0 && condition !== "create")
      throw new Exit(1, "error: no matching resources found");
    if (condition !== "delete" && objects.length > 0 && objects.every(isMet)) {
      for (const object of objects)
        print(
          call.flags.text("output") === "name" ? shownName(object) : `${shownName(object)} condition met`,
        );
      return;
    }
    if (Date.now() > deadline)
      throw new Exit(
        1,
        objects
          .filter((object) => condition === "delete" || !isMet(object))
          .map(
            (object) =>
              `error: timed out waiting for the condition on ${shownName(object).replace("/", "s/")}`,
          )
          .join("\n"),
      );
    await sleep(200);
  }
}

function testOf(condition: string): (object: Fields) => boolean {
  if (condition === "delete" || condition === "create") return () => condition === "create";
  const [, kind, rest = ""] = /^(condition|jsonpath)=(.*)$/s.exec(condition) ?? [];
  if (kind === "condition") {
    const [name = "", value = "true"] = rest.split("=");
    const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
    return (object) =>
      listAt(object, "status", "conditions").some(
        (one) => same(textAt(one, "type"), name) && same(textAt(one, "status"), value),
      );
  }
  const [, path = "", value] = /^'?(\{.*?\})'?(?:=(.*))?$/s.exec(rest) ?? [];
  if (kind === undefined || path === "")
    throw new Exit(1, `error: unrecognized condition: ${JSON.stringify(condition)}`);
  return (object) => (value === undefined ? jsonPath(path, object) !== "" : jsonPath(path, object) === value);
}

/** `kubectl rollout status|restart`. */
export async function rollout(call: Call): Promise<void> {
  const [verb = "", ...things] = call.operands;
  if (verb !== "status" && verb !== "restart")
    throw new Exit(1, `error: stand-in: kubectl rollout ${verb} is not played`);
  for (const wanted of await wantedOf(things, call.api)) {
    const objects = await fetchWanted(call, wanted);
    for (const object of objects) {
      if (verb === "restart") print(`${shownName(object)} restarted`);
      else await rolledOut(call, { type: wanted.type, names: [textAt(object, "metadata", "name")] });
    }
  }
}

async function rolledOut(call: Call, wanted: Parameters<typeof fetchWanted>[1]): Promise<void> {
  const limit = parseDuration(call.flags.text("timeout") ?? "0s") ?? 0;
  const deadline = limit === 0 ? Number.POSITIVE_INFINITY : Date.now() + limit;
  let said = "";
  for (;;) {
    const [object] = await fetchWanted(call, wanted);
    const progress = progressOf(object ?? {});
    if (progress === null) return print(doneText(object ?? {}));
    if (progress !== said) print(progress);
    said = progress;
    if (call.flags.text("watch") === "false") return;
    if (Date.now() > deadline) throw new Exit(1, "error: timed out waiting for the condition");
    await sleep(200);
  }
}

function progressOf(object: Fields): string | null {
  const status = (field: string): number => Number(textAt(object, "status", field) || "0");
  const name = textAt(object, "metadata", "name");
  const isSeen = status("observedGeneration") >= Number(textAt(object, "metadata", "generation") || "1");
  if (textAt(object, "kind") === "DaemonSet") {
    const [wanted, available] = [status("desiredNumberScheduled"), status("numberAvailable")];
    if (!isSeen) return "Waiting for daemon set spec update to be observed...";
    return available >= wanted
      ? null
      : `Waiting for daemon set ${JSON.stringify(name)} rollout to finish: ${available} of ${wanted} updated pods are available...`;
  }
  if (!isSeen) return "Waiting for deployment spec update to be observed...";
  const wanted = Number(textAt(object, "spec", "replicas") || "1");
  const available = status("availableReplicas") || status("readyReplicas");
  return available >= wanted
    ? null
    : `Waiting for deployment ${JSON.stringify(name)} rollout to finish: ${available} of ${wanted} updated replicas are available...`;
}

function doneText(object: Fields): string {
  const name = JSON.stringify(textAt(object, "metadata", "name"));
  return textAt(object, "kind") === "DaemonSet"
    ? `daemon set ${name} successfully rolled out`
    : `deployment ${name} successfully rolled out`;
}
