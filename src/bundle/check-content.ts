import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { InputError } from "../errors.ts";
import type { BundleItem } from "./bundle-schema.ts";
import { elfArchitecture, elfHeaderBytes } from "./elf-architecture.ts";
import { readImageArchive } from "./image-archive.ts";
import { fullRef } from "./image-ref.ts";
import { readChart } from "./read-chart.ts";
import { readDeb } from "./read-deb.ts";
import { firstBytes, isGzip } from "./read-members.ts";
import { readPlugins } from "./read-plugins.ts";

/** What a file holds that is not what its item says; as sentences that begin with `name`. Cost: reads the file. */
export async function contentProblems(path: string, name: string, item: BundleItem): Promise<string[]> {
  try {
    return (await checks[item.kind](path, item, name)).map((problem) => `${name} ${problem}`);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ message }) => message);
    throw error;
  }
}

type Check = (path: string, item: BundleItem, name: string) => Promise<readonly string[]> | readonly string[];

const checks: Readonly<Record<BundleItem["kind"], Check>> = {
  binary: checkBinary,
  image: checkImage,
  "cni-plugins": checkPlugins,
  chart: checkChart,
  manifest: checkManifest,
  deb: checkDeb,
};

/** A page that says "not found", saved under the name of a program, is neither. */
async function checkBinary(path: string, { arch }: BundleItem): Promise<string[]> {
  const head = await firstBytes(path, elfHeaderBytes);
  const built = elfArchitecture(head);
  if (built === null)
    return head.toString("latin1", 0, 2) === "#!" ? [] : ["is neither an ELF file nor a script"];
  return wrongArchitectures([built], arch);
}

async function checkImage(path: string, { refs = [], arch }: BundleItem, name: string): Promise<string[]> {
  const image = await readImageArchive(path, name);
  const missing = refs.map(fullRef).filter((ref) => !image.refs.includes(ref));
  const held = image.refs.length > 0 ? `it holds ${image.refs.join(", ")}` : "it names no image";
  return [
    ...missing.map((ref) => `does not hold ${ref}; ${held}`),
    ...(image.architectures.length > 0 && !image.architectures.includes(arch)
      ? wrongArchitectures(image.architectures, arch)
      : []),
  ];
}

async function checkPlugins(path: string, { arch }: BundleItem, name: string): Promise<string[]> {
  if (!(await isGzip(path))) return ["is not compressed by gzip"];
  const { files, architectures } = await readPlugins(path, name);
  return files.length === 0 ? ["holds no file"] : wrongArchitectures(architectures, arch);
}

async function checkChart(path: string, item: BundleItem, name: string): Promise<string[]> {
  const chart = await readChart(path, name);
  return [...different("name", chart.name, item.name), ...different("version", chart.version, item.version)];
}

async function checkDeb(path: string, item: BundleItem, name: string): Promise<string[]> {
  const deb = await readDeb(path, name);
  return [
    ...different("name", deb.name, item.name),
    ...different("version", deb.version, item.version),
    ...different("architecture", deb.architecture, item.arch),
  ];
}

function checkManifest(path: string): string[] {
  const documents = parseAllDocuments(readFileSync(path, "utf8"), { logLevel: "error" });
  const errors = [...documents].flatMap((document) => document.errors);
  return errors.slice(0, 1).map(({ message }) => `is not YAML: ${message.split("\n")[0]?.replace(/:$/, "")}`);
}

function different(what: string, has: string, said: string | undefined): string[] {
  return has === said ? [] : [`has the ${what} ${has}, and not ${said ?? "none"}`];
}

function wrongArchitectures(built: readonly string[], arch: string): string[] {
  const wrong = built.filter((one) => one !== arch);
  return wrong.length === 0 ? [] : [`is for ${wrong.join(", ")}, and not for ${arch}`];
}
