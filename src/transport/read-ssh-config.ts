import { glob, readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import type { Directive, Line } from "ssh-config";
import type { ConfigBlock } from "./ssh-config.ts";

const deepestInclude = 16;

/**
 * Reads ssh_config files in the order of their precedence, with what they include. A file that does not exist says
 * nothing; one that cannot be parsed throws an Error that names it.
 */
export async function readSshConfig(files: readonly string[], home: string): Promise<readonly ConfigBlock[]> {
  return (
    await Promise.all(files.map((file) => readConfigFile(file, { folder: dirname(file), home }, 0)))
  ).flat();
}

/** What names in Include are relative to: the folder of the first file, wherever the including file is. */
interface IncludeBase {
  readonly folder: string;
  readonly home: string;
}

async function readConfigFile(
  file: string,
  base: IncludeBase,
  depth: number,
): Promise<readonly ConfigBlock[]> {
  const text = await readIfThere(file);
  if (text === null || text.trim() === "" || depth > deepestInclude) return [];
  const { default: SshConfig } = await import("ssh-config");
  let lines: readonly Line[];
  try {
    lines = SshConfig.parse(text);
  } catch (error) {
    throw new Error(`${file} cannot be parsed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  return toBlocks(lines, (patterns) => readIncluded(patterns, base, depth));
}

type ReadIncluded = (patterns: readonly string[]) => Promise<readonly ConfigBlock[]>;

async function toBlocks(lines: readonly Line[], include: ReadIncluded): Promise<readonly ConfigBlock[]> {
  const blocks: ConfigBlock[] = [];
  for (const line of lines) {
    if (!("param" in line)) continue;
    const keyword = line.param.toLowerCase();
    const values = keyword === "proxycommand" ? [commandOf(line.value)] : valuesOf(line.value);
    if (keyword === "include") blocks.push({ kind: "include", body: await include(values) });
    else if (!("config" in line)) blocks.push({ kind: "option", keyword, values });
    else if ("criteria" in line) {
      const criteria = Object.entries(line.criteria).map(
        ([name, value]) => [name.toLowerCase(), valuesOf(value).flatMap((one) => one.split(","))] as const,
      );
      blocks.push({ kind: "match", criteria, body: await toBlocks(line.config, include) });
    } else blocks.push({ kind: "host", patterns: values, body: await toBlocks(line.config, include) });
  }
  return blocks;
}

function valuesOf(value: Directive["value"]): readonly string[] {
  return typeof value === "string" ? [value] : value.map((part) => part.val);
}

/** A command goes to a shell as a whole, with its quotes. */
function commandOf(value: Directive["value"]): string {
  if (typeof value === "string") return value;
  return value.map((part) => (part.quoted ? `"${part.val.replaceAll('"', '\\"')}"` : part.val)).join(" ");
}

async function readIncluded(
  patterns: readonly string[],
  base: IncludeBase,
  depth: number,
): Promise<readonly ConfigBlock[]> {
  const included: ConfigBlock[] = [];
  for (const pattern of patterns) {
    const path = pattern.startsWith("~/") ? join(base.home, pattern.slice(2)) : pattern;
    const found: string[] = [];
    for await (const one of glob(isAbsolute(path) ? path : join(base.folder, path))) found.push(one);
    for (const one of found.sort()) included.push(...(await readConfigFile(one, base, depth + 1)));
  }
  return included;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
    throw error;
  }
}
