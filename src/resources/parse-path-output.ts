import { InternalError } from "../errors.ts";
import { contentOf } from "./content-of.ts";
import type { OwnershipState, PathQuery, PathState } from "./path-state.ts";

type Parent = "directory" | "absent" | "other";

interface Answers {
  /** Mode, ids, names and size by path, as `stat` gave them. */
  readonly stats: Map<string, readonly string[]>;
  readonly parents: Map<string, Parent>;
  readonly targets: Map<string, string>;
  readonly oddLinks: Set<string>;
  readonly hashes: Map<string, string>;
  readonly contents: Map<string, Buffer>;
}

/** What the output of `pathProbeScript(queries)` says, one state per query. Throws InternalError on any other output. */
export function parsePathOutput(stdout: string, queries: readonly PathQuery[]): PathState[] {
  const answers = readAnswers(stdout);
  return queries.map((query) => stateOf(query, answers));
}

function readAnswers(stdout: string): Answers {
  const lines = stdout.split("\n");
  const end = lines.lastIndexOf("end");
  if (end < 0) throw new InternalError(`the answer about paths is incomplete: ${JSON.stringify(stdout)}`);
  const answers: Answers = {
    stats: new Map(),
    parents: new Map(),
    targets: new Map(),
    oddLinks: new Set(),
    hashes: new Map(),
    contents: new Map(),
  };
  for (let index = 0; index < end; ) {
    const record = lines[index] ?? "";
    const from = index + 1;
    index = from;
    // Only base64 follows a record, and it holds no space.
    while (index < end && !lines[index]?.includes(" ")) index += 1;
    addRecord(answers, record, lines.slice(from, index));
  }
  return answers;
}

function addRecord(answers: Answers, record: string, following: readonly string[]): void {
  const rest = record.slice(2);
  switch (record.slice(0, 2)) {
    case "s ": {
      const separator = rest.indexOf("://");
      answers.stats.set(rest.slice(separator + 2), rest.slice(0, separator).split(":"));
      return;
    }
    case "p ": {
      const [parent = "", path] = splitAt(rest, rest.indexOf(" "), 1);
      if (parent !== "directory" && parent !== "absent" && parent !== "other") break;
      answers.parents.set(path, parent);
      return;
    }
    case "l ":
      answers.targets.set(...splitAt(rest, rest.indexOf("//"), 2));
      return;
    case "x ":
      answers.oddLinks.add(rest);
      return;
    case "h ":
      answers.hashes.set(...hashed(rest));
      return;
    case "c ":
      answers.contents.set(rest, Buffer.from(following.join(""), "base64"));
      return;
  }
  throw new InternalError(`an answer about paths holds ${JSON.stringify(record)}`);
}

function splitAt(text: string, index: number, length: number): [string, string] {
  return [text.slice(0, index), text.slice(index + length)];
}

/** GNU sha256sum marks a line whose name it escaped (backslash, carriage return) by a leading backslash. */
function hashed(line: string): [string, string] {
  if (!line.startsWith("\\")) return [line.slice(66), line.slice(0, 64)];
  const path = line.slice(67).replace(/\\(.)/g, (_, char: string) => (char === "r" ? "\r" : char));
  return [path, line.slice(1, 65)];
}

function stateOf(query: PathQuery, answers: Answers): PathState {
  const stat = answers.stats.get(query.path);
  if (!stat) {
    const parent = answers.parents.get(query.path);
    if (parent === undefined) throw new InternalError(`there is no answer about ${query.path}`);
    return { kind: "absent", parent };
  }
  const [hexMode = "", , , , , size = ""] = stat;
  const mode = Number.parseInt(hexMode, 16);
  const { mode: permissions, ...owners } = ownershipOf(stat, mode);
  switch (mode & 0o170000) {
    case 0o100000: {
      const file = { kind: "file", mode: permissions, ...owners, size: Number(size) } as const;
      return { ...file, ...readingOf(query, answers) };
    }
    case 0o040000:
      return { kind: "directory", mode: permissions, ...owners };
    case 0o120000: {
      const target = answers.targets.get(query.path);
      if (target !== undefined) return { kind: "link", target, ...owners };
      return { kind: "other", description: "link with a line break in its target" };
    }
    default:
      return { kind: "other", description: descriptions.get(mode & 0o170000) ?? "file of an unknown type" };
  }
}

const descriptions: ReadonlyMap<number, string> = new Map([
  [0o010000, "named pipe"],
  [0o020000, "character device"],
  [0o060000, "block device"],
  [0o140000, "socket"],
]);

function ownershipOf(stat: readonly string[], mode: number): OwnershipState {
  const [, uid = "", gid = "", owner = "", group = ""] = stat;
  return {
    mode: (mode & 0o7777).toString(8).padStart(4, "0"),
    owner: owner === "UNKNOWN" ? uid : owner,
    group: group === "UNKNOWN" ? gid : group,
    uid: Number(uid),
    gid: Number(gid),
  };
}

function readingOf(query: PathQuery, answers: Answers) {
  if (query.content === "never") return { sha256: null, content: null };
  const sha256 = answers.hashes.get(query.path) ?? null;
  const known = query.content !== "always" && query.content.unlessSha256 === sha256;
  const bytes = answers.contents.get(query.path);
  const sent = bytes !== undefined && bytes.length <= query.maxBytes && !known;
  return { sha256, content: sent ? contentOf(bytes) : null };
}
