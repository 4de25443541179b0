import { probeOf } from "../../resources/probe.ts";
import {
  netplanFolder,
  networkdFolder,
  ownMark,
  ownPrefix,
  type Renderer,
  wickedFolder,
} from "./rendered-file.ts";

/** A file that lab has not written, and that configures interfaces. */
export interface ForeignFile {
  readonly path: string;
  readonly text: string;
}

const patterns: Readonly<Record<Renderer, string>> = {
  netplan: `/lib/netplan/*.yaml ${netplanFolder}/*.yaml /run/netplan/*.yaml`,
  networkd: `/usr/lib/systemd/network/*.network ${networkdFolder}/*.network /run/systemd/network/*.network`,
  wicked: `${wickedFolder}/ifcfg-* ${wickedFolder}/ifroute-*`,
};

/** Names go by a line of their own, contents as base64, which no content can be mistaken for. */
function scriptFor(renderer: Renderer): string {
  return `for lab_file in ${patterns[renderer]}; do
  case $lab_file in */${ownPrefix}*) continue ;; esac
  [ -f "$lab_file" ] || continue
  ! grep -qxF '${ownMark}' "$lab_file" || continue
  printf 'file %s\\n' "$lab_file"
  base64 <"$lab_file"
done`;
}

/** Asks for what others have written for a renderer. Cost: rides in a frame; two processes for each file. */
export const foreignFiles = probeOf(
  {
    name: "foreign network files",
    script: (queries: readonly { readonly renderer: Renderer }[]) =>
      queries.map(({ renderer }) => `echo 'of ${renderer}'\n${scriptFor(renderer)}\n`).join(""),
    parse: (stdout, queries) => {
      const parts = `\n${stdout}`.split(/\nof \w+\n/).slice(1);
      return queries.map((_, index) => parseForeignFiles(parts[index] ?? ""));
    },
  },
  ({ renderer }) => renderer,
);

/** Reads names and contents. Pure. */
export function parseForeignFiles(text: string): ForeignFile[] {
  return text
    .split(/^file /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      const base64 = part.slice(end + 1).replaceAll(/\s/g, "");
      return { path: part.slice(0, end), text: Buffer.from(base64, "base64").toString("utf8") };
    });
}
