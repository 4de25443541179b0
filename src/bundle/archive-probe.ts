import { createHash } from "node:crypto";
import { probeOf } from "../resources/probe.ts";
import { shQuote } from "../resources/sh-quote.ts";

/** An archive in a folder of a host. */
export interface ArchivePlace {
  readonly folder: string;
  /** Which archive; several may be unpacked into one folder. */
  readonly name: string;
}

/** What a host knows of it. */
export interface UnpackedState {
  /** Of the archive that was unpacked last; null for none. */
  readonly sha256: string | null;
  /** All its files are there, as they were unpacked. */
  readonly isWhole: boolean;
}

/**
 * The file that says what was unpacked: the checksum of the archive in its first line, then those of its files as sha256sum
 * prints them.
 */
export function stampPath({ folder, name }: ArchivePlace): string {
  return `${folder}/.lab-${name.replaceAll("/", "-")}`;
}

/** What is there of an archive. Cost: rides in a frame; its files are read, so that what was damaged or deleted is seen. */
export const unpackedState = probeOf(
  {
    name: "archive",
    script: (queries: readonly ArchivePlace[]) => queries.map(question).join("\n"),
    parse: (stdout, queries) => queries.map((place) => parseUnpacked(stdout, place)),
  },
  ({ folder, name }) => `${name} in ${folder}`,
);

/** One line: a key of the place, the checksum, and whether all is whole. */
function question(place: ArchivePlace): string {
  const stamp = shQuote(stampPath(place));
  return `if read -r lab_sum 2>/dev/null <${stamp}; then
  if (cd ${shQuote(place.folder)} && sed 1d ${stamp} | sha256sum -c) >/dev/null 2>&1; then lab_is=whole; else lab_is=broken; fi
  printf '%s %s %s\\n' ${keyOf(place)} "$lab_sum" "$lab_is"
fi`;
}

function parseUnpacked(stdout: string, place: ArchivePlace): UnpackedState {
  const line = stdout.split("\n").find((one) => one.startsWith(`${keyOf(place)} `));
  const [, sha256 = null, state] = line?.split(" ") ?? [];
  return { sha256, isWhole: state === "whole" };
}

function keyOf(place: ArchivePlace): string {
  return createHash("sha256").update(stampPath(place)).digest("hex").slice(0, 16);
}
