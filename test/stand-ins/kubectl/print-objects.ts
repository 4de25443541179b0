import { stringify } from "yaml";
import { Exit } from "../core/exit.ts";
import { type Fields, listAt, textAt } from "../core/json.ts";
import { print, printRaw } from "../core/print.ts";
import { columnsOf } from "./columns.ts";
import { evaluate, jsonPath } from "./json-path.ts";
import type { Call } from "./kubectl.ts";
import { shownName } from "./resolve.ts";

/** Prints objects as `-o` wants them; one object that was named is printed alone, others as a List. */
export function printObjects(call: Call, objects: readonly Fields[], isSingle: boolean): void {
  const { flags } = call;
  const output = flags.text("output") ?? "";
  const whole =
    isSingle && objects[0] !== undefined
      ? objects[0]
      : { apiVersion: "v1", items: [...objects], kind: "List", metadata: { resourceVersion: "" } };
  if (output === "json") print(JSON.stringify(whole, null, 4));
  else if (output === "yaml") print(stringify(whole, { lineWidth: 0 }).trimEnd());
  else if (output === "name") print(objects.map(shownName).join("\n"));
  else if (output.startsWith("jsonpath=")) printRaw(jsonPath(output.slice("jsonpath=".length), whole));
  else if (output.startsWith("custom-columns=")) {
    printTable(customColumns(output.slice("custom-columns=".length), objects), flags.isSet("no-headers"));
  } else printTables(call, objects);
}

function printTables(call: Call, objects: readonly Fields[]): void {
  const output = call.flags.text("output") ?? "";
  if (output !== "" && output !== "wide")
    throw new Exit(
      1,
      `error: unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml`,
    );
  const kinds = [...new Set(objects.map((object) => textAt(object, "kind")))];
  for (const kind of kinds) {
    const own = objects.filter((object) => textAt(object, "kind") === kind);
    printTable(table(call, own), call.flags.isSet("no-headers"));
  }
}

function table(call: Call, objects: readonly Fields[]): string[][] {
  const { flags, namespace } = call;
  const columns = columnsOf(textAt(objects[0], "kind"), flags.text("output") === "wide");
  const hasNamespace = namespace === null && textAt(objects[0], "metadata", "namespace") !== "";
  const labels = flags.isSet("show-labels");
  const header = [
    ...(hasNamespace ? ["NAMESPACE"] : []),
    ...columns.map(([title]) => title),
    ...(labels ? ["LABELS"] : []),
  ];
  const rows = objects.map((object) => [
    ...(hasNamespace ? [textAt(object, "metadata", "namespace")] : []),
    ...columns.map(([, value]) => value(object) || "<none>"),
    ...(labels
      ? [
          Object.entries(labelsOf(object))
            .map(([name, value]) => `${name}=${value}`)
            .join(","),
        ]
      : []),
  ]);
  return [header, ...rows];
}

function labelsOf(object: Fields): Readonly<Record<string, string>> {
  const [found] = evaluate(["metadata", "labels"], [object]);
  return typeof found === "object" && found !== null && !Array.isArray(found)
    ? Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)]))
    : {};
}

function customColumns(specification: string, objects: readonly Fields[]): string[][] {
  const columns = specification.split(",").map((column) => column.split(/:(.*)/s));
  const header = columns.map(([title = ""]) => title);
  const rows = objects.map((object) =>
    columns.map(
      ([, path = ""]) => jsonPath(`{${path.startsWith(".") ? path : `.${path}`}}`, object) || "<none>",
    ),
  );
  return [header, ...rows];
}

function printTable(rows: readonly (readonly string[])[], withoutHeader: boolean): void {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? "").length)));
  for (const row of withoutHeader ? rows.slice(1) : rows) {
    print(
      row
        .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd((widths[index] ?? 0) + 3)))
        .join(""),
    );
  }
}

/** How many containers of a pod are ready: "1/1". */
export function readyOf(pod: Fields): string {
  const statuses = listAt(pod, "status", "containerStatuses");
  return `${statuses.filter((one) => textAt(one, "ready") === "true").length}/${listAt(pod, "spec", "containers").length}`;
}
