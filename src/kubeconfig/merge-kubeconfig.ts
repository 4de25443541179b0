import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isSeq, parse } from "yaml";
import { InputError, type InputProblem, InternalError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { entryLists, entryOf, type KubeconfigDocument, readKubeconfig } from "./read-kubeconfig.ts";

/** What is to be merged: the kubeconfig of one cluster, as `labKubeconfig` makes it. */
export interface ClusterKubeconfig {
  readonly cluster: string;
  readonly text: string;
}

/** What became of an entry, or of all entries of a cluster. */
type Outcome = "added" | "replaced" | "unchanged";

/** What came of a merge. */
export interface MergedKubeconfig {
  /** The whole file; as it was, to the byte, where nothing is to change. */
  readonly text: string;
  readonly clusters: readonly { readonly cluster: string; readonly outcome: Outcome }[];
  /** The context that is the current one then; empty for none. */
  readonly currentContext: string;
}

type Fields = Readonly<Record<string, unknown>>;

const empty = "apiVersion: v1\nkind: Config\n";

/**
 * Adds clusters to a kubeconfig. All that is there stays, comments too; only entries that lab has made for a cluster of the
 * same name are replaced. The current context stays as well, unless there is none, or `use` names another. Merging twice is
 * merging once. Throws InputError, with line and column, where `existing` is no kubeconfig, or an entry of somebody else has
 * the name; nothing is merged then. Pure.
 */
export function mergeKubeconfig(
  existing: string | null,
  file: string,
  added: readonly ClusterKubeconfig[],
  use: string | null,
): MergedKubeconfig {
  const before = existing === null || existing.trim() === "" ? empty : existing;
  const target = readKubeconfig(before, file);
  const conflicts = added.flatMap((one) => conflictsOf(target, one));
  if (conflicts.length > 0) throw new InputError(conflicts);
  target.document.contents ??= target.document.createNode(parse(empty));
  const clusters = added.map(({ cluster, text }) => ({
    cluster,
    outcome: mergeCluster(target.document, entriesOf(text)),
  }));
  const [first] = added;
  const isRenamed = setCurrent(target.document, use ?? first?.cluster ?? "", use !== null);
  const isChanged = isRenamed || clusters.some(({ outcome }) => outcome !== "unchanged");
  return {
    text: isChanged ? printed(target.document, before) : before,
    clusters,
    currentContext: currentOf(target.document),
  };
}

/** The one entry of each list. */
function entriesOf(text: string): Readonly<Record<string, Fields>> {
  const config: unknown = parse(text);
  return Object.fromEntries(
    entryLists.map((list) => {
      const entries = isMapping(config) ? config[list] : undefined;
      const [entry] = Array.isArray(entries) ? entries : [];
      if (!isMapping(entry)) throw new InternalError(`the kubeconfig of a cluster has no ${list}`);
      return [list, entry];
    }),
  );
}

function conflictsOf(
  { document, problemAt }: KubeconfigDocument,
  { cluster, text }: ClusterKubeconfig,
): InputProblem[] {
  return Object.entries(entriesOf(text)).flatMap(([list, entry]) => {
    const found = entryOf(document, list, String(entry.name));
    if (!found || isOurs(found.toJS(document), cluster) || holds(found.toJS(document), entry)) return [];
    const message = `"${String(entry.name)}" of "${list}" is there already, and is not lab's`;
    return [problemAt(found.range, message, `rename it, or the cluster: lab would replace it`)];
  });
}

/** Lab signs its entries, in the field that is for such notes (NamedExtension of clientcmd/api/v1). */
function isOurs(entry: unknown, cluster: string): boolean {
  return Object.values(isMapping(entry) ? entry : {}).some((value) => {
    const extensions = isMapping(value) ? value.extensions : undefined;
    if (!Array.isArray(extensions)) return false;
    const sign = extensions.filter(isMapping).find(({ name }) => name === "lab")?.extension;
    return isMapping(sign) && sign.cluster === cluster;
  });
}

function mergeCluster(document: Document, entries: Readonly<Record<string, Fields>>): Outcome {
  const outcomes = Object.entries(entries).map(([list, entry]) => mergeEntry(document, list, entry));
  if (outcomes.every((outcome) => outcome === "unchanged")) return "unchanged";
  return outcomes.every((outcome) => outcome === "added") ? "added" : "replaced";
}

function mergeEntry(document: Document, list: string, entry: Fields): Outcome {
  const found = entryOf(document, list, String(entry.name));
  if (!found) {
    const entries = document.get(list, true);
    if (isSeq(entries)) {
      entries.flow = entries.items.length > 0 && entries.flow === true;
      entries.add(document.createNode(entry));
    } else document.set(list, document.createNode([entry]));
    return "added";
  }
  if (holds(found.toJS(document), entry)) return "unchanged";
  for (const [key, value] of Object.entries(entry)) {
    if (key !== "name") found.set(key, document.createNode(value));
  }
  return "replaced";
}

/** Whether an entry says all that another one says. */
function holds(found: unknown, entry: Fields): boolean {
  return (
    isMapping(found) && Object.entries(entry).every(([key, value]) => isDeepStrictEqual(found[key], value))
  );
}

/** Whether that changes the file. */
function setCurrent(document: Document, name: string, isAsked: boolean): boolean {
  const current = currentOf(document);
  if (name === "" || current === name || (current !== "" && !isAsked)) return false;
  document.set("current-context", name);
  return true;
}

function currentOf({ contents }: Document): string {
  const current = isMap(contents) ? contents.get("current-context") : "";
  return typeof current === "string" ? current : "";
}

/** In the style that the file has: kubectl does not indent lists. */
function printed(document: Document, before: string): string {
  const isIndented = /^(clusters|users|contexts):[^\S\n]*(#.*)?\n\s+-/m.test(before);
  return document.toString({ lineWidth: 0, indentSeq: isIndented });
}
