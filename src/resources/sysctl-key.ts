/**
 * The path below /proc/sys of a kernel parameter. As in sysctl.d(5): where the first separator is a dot, dots separate
 * and a slash stands for a dot (`net.ipv4.conf.eth0/100.forwarding`); where it is a slash, all is taken literally.
 */
export function sysctlPath(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first === "/") return `/proc/sys/${key}`;
  const swapped = key.replaceAll(/[./]/g, (separator) => (separator === "." ? "/" : "."));
  return `/proc/sys/${swapped}`;
}

/** Values are equal when they differ in white space only: the kernel separates by tabs what is written with spaces. */
export function normalValue(value: string): string {
  return value.trim().split(/\s+/).join(" ");
}
