import type { NodeInterface } from "../../role/role-context.ts";
import { netplanFiles } from "./netplan-files.ts";
import { networkdFiles } from "./networkd-files.ts";
import type { RenderedFile, Renderer } from "./rendered-file.ts";
import { wickedFiles } from "./wicked-files.ts";

const byRenderer: Readonly<Record<Renderer, (interfaces: readonly NodeInterface[]) => RenderedFile[]>> = {
  netplan: netplanFiles,
  networkd: networkdFiles,
  wicked: wickedFiles,
};

/** All files that configure a host's interfaces, in the order in which they are written. Pure. */
export function renderInterfaces(renderer: Renderer, interfaces: readonly NodeInterface[]): RenderedFile[] {
  return byRenderer[renderer](interfaces);
}
