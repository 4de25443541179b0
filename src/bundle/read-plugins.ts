import { elfArchitecture, elfHeaderBytes } from "./elf-architecture.ts";
import { readMembers } from "./read-members.ts";
import { safePath } from "./unpack-archive.ts";

/** What an archive of programs holds. */
export interface Plugins {
  readonly files: readonly string[];
  /** Of the programs in it. */
  readonly architectures: readonly string[];
}

/** Reads a tar.gz of programs, such as the CNI plugins. Throws InputError where it is none, or leads out of its folder. */
export async function readPlugins(path: string, name: string): Promise<Plugins> {
  const members = await readMembers(path, name, () => elfHeaderBytes);
  for (const { path } of members) safePath(path, name);
  const files = members.filter(({ isFile }) => isFile);
  const built = files.flatMap(({ bytes }) => elfArchitecture(bytes) ?? []);
  return { files: files.map(({ path }) => safePath(path, name)), architectures: [...new Set(built)] };
}
