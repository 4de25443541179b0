import { shQuote } from "../../resources/sh-quote.ts";
import { type Expectation, waitScript } from "./expectations.ts";
import type { Renderer } from "./rendered-file.ts";

/** An interface that is to have another name. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** What is done once all files are in place. */
export interface ApplyRequest {
  readonly renderers: readonly Renderer[];
  /** Names of all interfaces whose files were written or removed. */
  readonly names: readonly string[];
  readonly renames: readonly Rename[];
  /** Lines that take from interfaces what is not to stay. */
  readonly leftovers: readonly string[];
  /** VLANs and bonds that nothing describes any more. */
  readonly gone: readonly string[];
  readonly expectations: readonly Expectation[];
}

/** Seconds that the services have to configure everything; VLANs wait for the links that carry them. */
const patienceSeconds = 30;

/**
 * sh that has the services read their files anew, and waits until the kernel shows the result. It first notes in the
 * folder of its journal entry that it has begun. It ends with 0 only when everything is as expected.
 */
export function applyScript(request: ApplyRequest): string {
  return [
    `: >"$LAB_ENTRY/begun" || exit 1`,
    ...renameLines(request.renames),
    ...request.leftovers,
    reloadScript(request.renderers, request.names),
    ...request.gone.map(deleteLink),
    waitScript(request.expectations, patienceSeconds),
  ].join("\n");
}

/** sh that has services read their files anew; ends the script where one of them refuses. */
export function reloadScript(renderers: readonly Renderer[], names: readonly string[]): string {
  return renderers.map((renderer) => byRenderer[renderer](names)).join("\n");
}

const byRenderer: Readonly<Record<Renderer, (names: readonly string[]) => string>> = {
  netplan: () => "netplan apply || exit 1",
  networkd: (names) => `networkctl reload || exit 1
for lab_link in ${names.map(shQuote).join(" ")}; do
  [ ! -e "/sys/class/net/$lab_link" ] || networkctl reconfigure "$lab_link" || exit 1
done`,
  // It ends with an error where an interface is not ready within a few seconds; the kernel tells what came of it.
  wicked: (names) => `wicked ifreload ${names.map(shQuote).join(" ")} || :
wicked ifup ${names.map(shQuote).join(" ")} || :`,
};

/** By way of names that nobody has, so that two interfaces can change places. A name changes only while the link is down. */
export function renameLines(renames: readonly Rename[]): string[] {
  return [
    ...renames.map(({ from }, index) => `${rename(from, `labtmp${index}`)} || exit 1`),
    ...renames.map(({ to }, index) => `${rename(`labtmp${index}`, to)} || exit 1`),
    ...renames.map(({ to }) => `ip link set dev ${shQuote(to)} up`),
  ];
}

function rename(from: string, to: string): string {
  const link = shQuote(from);
  return `{ ip link set dev ${link} down && ip link set dev ${link} name ${shQuote(to)}; }`;
}

/** One command that takes a made interface away, where it is there. */
export function deleteLink(name: string): string {
  return `[ ! -e ${shQuote(`/sys/class/net/${name}`)} ] || ip link delete dev ${shQuote(name)}`;
}
