/**
 * A reference in full, as containerd stores it: "busybox" is "docker.io/library/busybox:latest". What has no tag and no
 * digest gets "latest". Pure. Source: the reference grammar of distribution.
 */
export function fullRef(ref: string): string {
  const [first = "", ...rest] = ref.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const repository = hasRegistry ? ref : `docker.io/${rest.length > 0 ? ref : `library/${ref}`}`;
  const last = repository.slice(repository.lastIndexOf("/") + 1);
  return /[:@]/.test(last) ? repository : `${repository}:latest`;
}

/** The last part of the repository, and the tag, of a full reference: "kube-proxy" and "v1.33.4" (null for a digest). */
export function partsOfRef(ref: string): { readonly name: string; readonly tag: string | null } {
  const last = ref.slice(ref.lastIndexOf("/") + 1).split("@")[0] ?? "";
  const [name = "", tag] = last.split(":");
  return { name, tag: tag ?? null };
}
