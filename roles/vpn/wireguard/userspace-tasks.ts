import { packageModule } from "../../../src/resources/package.ts";
import { probeOf } from "../../../src/resources/probe.ts";
import { type RoleTask, task } from "../../../src/role/role.ts";

/** Whether the kernel has WireGuard, built in or as a module that can be loaded. modprobe only looks here. */
export const kernelWireguard = probeOf(
  {
    name: "wireguard kernel",
    script: () =>
      "if [ -d /sys/module/wireguard ] || modprobe -n -q wireguard 2>/dev/null; then echo yes; fi",
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const hasIt = stdout.trim() === "yes";
      return queries.map(() => hasIt);
    },
  },
  () => "module",
);

/** wireguard-go, where it is wanted or needed. wg-quick takes it by itself when the kernel makes no interface. */
export function userspaceTasks(userspace: "auto" | boolean): RoleTask[] {
  if (userspace === false) return [];
  const args = { name: "wireguard-go", install_recommends: false };
  return [
    task("Install WireGuard's userspace implementation", packageModule, args, {
      uses: { hasKernel: kernelWireguard({}) },
      when: ({ hasKernel }) => userspace === true || !hasKernel,
    }),
  ];
}
