import type { BundleItem } from "./bundle-schema.ts";

/** What messages call an item: "binary kubeadm 1.33.4 for amd64". */
export function itemTitle({
  kind,
  name,
  version,
  arch,
}: Omit<BundleItem, "path" | "sha256" | "size">): string {
  const words = [kind, name, ...(version === undefined ? [] : [version])];
  return `${words.join(" ")}${arch === "all" ? "" : ` for ${arch}`}`;
}
