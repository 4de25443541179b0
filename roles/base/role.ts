import { blockinfileModule as blockinfile } from "../../src/resources/blockinfile.ts";
import { directoryModule as directory } from "../../src/resources/directory.ts";
import { hostnameModule as hostname } from "../../src/resources/hostname.ts";
import { localeModule as locale } from "../../src/resources/locale.ts";
import { modprobeModule as modprobe } from "../../src/resources/modprobe.ts";
import { packageModule } from "../../src/resources/package.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { swapModule as swap } from "../../src/resources/swap.ts";
import { sysctlModule as sysctl } from "../../src/resources/sysctl.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { timezoneModule as timezone } from "../../src/resources/timezone.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import { systemFacts } from "../../src/role/system-facts.ts";

/** What kubeadm and the container network need on every node. */
const defaultPackages = ["ca-certificates", "conntrack", "curl", "ethtool", "iptables", "socat"];
const defaultModules = ["overlay", "br_netfilter"];
const defaultSysctls: Readonly<Record<string, string | number>> = {
  "net.ipv4.ip_forward": 1,
  "net.bridge.bridge-nf-call-iptables": 1,
  "net.bridge.bridge-nf-call-ip6tables": 1,
};
/** Pods of dual stack clusters are reached over IPv6, too. */
function sysctlsFor({ podCidr }: RoleCluster): typeof defaultSysctls {
  return podCidr.includes(":") ? { ...defaultSysctls, "net.ipv6.conf.all.forwarding": 1 } : defaultSysctls;
}

const restartTimesyncd = "Restart the time service";

export default defineRole({
  name: "base",
  summary: "Makes a host fit to be a Kubernetes node: name, packages, swap, kernel, time and language.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      hostname: { type: "boolean", description: "Sets the host name to the node's name. Default: true." },
      hosts_file: {
        type: "boolean",
        description: "Names all nodes of the cluster that have an address in /etc/hosts. Default: true.",
      },
      packages: {
        type: "array",
        items: { type: "string" },
        description:
          "Packages to install. Default: ca-certificates, conntrack, curl, ethtool, iptables, socat.",
      },
      swap: { enum: ["off", "keep"], description: "Whether swap is switched off for good. Default: off." },
      modules: {
        type: "array",
        items: { type: "string" },
        description: "Kernel modules to load now and at boot. Default: overlay, br_netfilter.",
      },
      sysctl: {
        type: "object",
        additionalProperties: { anyOf: [{ type: "string" }, { type: "number" }] },
        description:
          "Kernel parameters. Default: forwarding for the families that pods have, and bridged traffic through iptables.",
      },
      timezone: { type: "string", description: "For example Asia/Seoul. Default: as it is." },
      locale: {
        type: "string",
        description: "The system's language, for example ko_KR.UTF-8. Default: as it is.",
      },
      ntp_servers: {
        type: "array",
        items: { type: "string" },
        description: "Servers that the clock follows, by systemd-timesyncd. Default: as it is.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => [
    ...(args.hostname === false ? [] : [task("Set the host name", hostname, { name: host.name })]),
    ...(args.hosts_file === false ? [] : hostsFile(cluster)),
    ...packages(args.packages ?? defaultPackages),
    ...(args.swap === "keep" ? [] : [task("Switch swap off for good", swap, { state: "absent" })]),
    ...(args.modules ?? defaultModules).map((name) =>
      task(`Load the kernel module ${name}`, modprobe, { name, state: "present" }),
    ),
    ...Object.entries(args.sysctl ?? sysctlsFor(cluster)).map(([name, value]) =>
      task(`Set ${name}`, sysctl, { name, value, sysctl_file: "/etc/sysctl.d/90-lab.conf" }),
    ),
    ...(args.timezone ? timeZone(args.timezone) : []),
    ...(args.locale ? language(args.locale) : []),
    ...(args.ntp_servers ? timeService(args.ntp_servers) : []),
  ],
  handlers: () => [
    task(restartTimesyncd, service, { name: "systemd-timesyncd", state: "restarted" }, onOwnClock),
  ],
});

/** A container shares the clock of its machine, and systemd starts no time service in one. */
const onOwnClock = {
  uses: { facts: systemFacts({}) },
  when: ({ facts }: { readonly facts: { readonly container: string } }) => facts.container === "",
};

const onDebian = {
  uses: { facts: systemFacts({}) },
  when: ({ facts }: { readonly facts: { readonly os: { readonly family: readonly string[] } } }) =>
    facts.os.family.includes("debian"),
};

function hostsFile({ name, nodes }: RoleCluster): RoleTask[] {
  const lines = nodes.filter((node) => node.address !== null).map((node) => `${node.address} ${node.name}`);
  if (lines.length === 0) return [];
  return [
    task("Name the cluster's nodes in /etc/hosts", blockinfile, {
      path: "/etc/hosts",
      marker: `# {mark} lab: nodes of ${name}`,
      block: lines.join("\n"),
    }),
  ];
}

function packages(names: readonly string[]): RoleTask[] {
  return names.length === 0
    ? []
    : [task("Install packages", packageModule, { name: [...names], install_recommends: false })];
}

function timeZone(name: string): RoleTask[] {
  return [
    task("Install the time zones", packageModule, { name: "tzdata", install_recommends: false }),
    task(`Set the time zone ${name}`, timezone, { name }),
  ];
}

function language(name: string): RoleTask[] {
  return [
    task("Install the locale tools", packageModule, { name: "locales", install_recommends: false }, onDebian),
    task(`Set the locale ${name}`, locale, { name, default: true }),
  ];
}

function timeService(servers: readonly string[]): RoleTask[] {
  return [
    task(
      "Install the time service",
      packageModule,
      { name: "systemd-timesyncd", install_recommends: false },
      onDebian,
    ),
    task("Create the time service's configuration directory", directory, {
      path: "/etc/systemd/timesyncd.conf.d",
      mode: "0755",
    }),
    task(
      "Name the time servers",
      template,
      {
        src: "base/timesyncd.conf.hbs",
        dest: "/etc/systemd/timesyncd.conf.d/90-lab.conf",
        mode: "0644",
        vars: { servers },
      },
      { notify: restartTimesyncd },
    ),
    task(
      "Start the time service at boot and now",
      service,
      { name: "systemd-timesyncd", state: "started", enabled: true },
      onOwnClock,
    ),
  ];
}
