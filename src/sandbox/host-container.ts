import { GenericContainer, type StartedTestContainer, Wait } from "testcontainers";
import { hostSetupFolder } from "./host-setup.ts";
import type { KeyPair } from "./key-pair.ts";

/**
 * What systemd, package installation and the network roles need; `--privileged` is refused where the machine itself
 * lacks a capability. SYS_TIME is missing on purpose: it moves the clock of the machine.
 */
const capabilities = [
  ...["SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "SYS_CHROOT", "SYS_BOOT", "SYS_NICE", "SYSLOG"],
  ...["NET_ADMIN", "NET_RAW", "MKNOD", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "DAC_READ_SEARCH"],
  ...["LINUX_IMMUTABLE", "IPC_LOCK", "IPC_OWNER", "MAC_ADMIN"],
] as const;

const bootsWithinMs = 180_000;

/** Degraded is accepted: a kernel without some feature fails a unit, and the host works all the same. */
const hasBooted = `state=$(systemctl is-system-running --wait 2>/dev/null)
case $state in running | degraded) systemctl is-active --quiet ssh ;; *) exit 1 ;; esac`;

/** Everything that makes one host of a sandbox. */
export interface HostSpecification {
  readonly name: string;
  readonly containerName: string;
  readonly image: string;
  readonly network: string;
  /** In that network, and the same after each reboot. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly authorizedKey: string;
  readonly hostKey: KeyPair;
  readonly adminPassword: string;
}

/** A container that boots like a machine, known to its network by the name of the host. */
class HostContainer extends GenericContainer {
  constructor({ image, name, network, address }: HostSpecification) {
    super(image);
    // systemd ends at once in the engine's own cgroup name space, which is Docker's default with cgroup v1.
    const cgroups = { CgroupnsMode: "private" };
    // A container ends when the host in it reboots; that it comes back is the engine's work.
    const restarts = { RestartPolicy: { Name: "always" } };
    this.hostConfig = { ...this.hostConfig, ...cgroups, ...restarts };
    const endpoint = { Aliases: [name], IPAMConfig: { IPv4Address: address } };
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [network]: endpoint } };
    this.withHostname(name).withNetworkMode(network);
  }
}

/** Starts a host and waits until systemd has booted and sshd runs. The container outlives this process. */
export function startHostContainer(host: HostSpecification): Promise<StartedTestContainer> {
  return (
    new HostContainer(host)
      .withName(host.containerName)
      .withLabels({ ...host.labels })
      .withAddedCapabilities(...capabilities)
      .withSecurityOpt("seccomp=unconfined", "apparmor=unconfined")
      .withTmpFs({ "/run": "rw,exec,mode=755", "/tmp": "rw,exec,mode=1777" })
      .withCopyContentToContainer([
        { content: host.hostKey.privateKey, target: "/etc/ssh/ssh_host_ed25519_key", mode: 0o600 },
        { content: `${host.hostKey.publicKey}\n`, target: "/etc/ssh/ssh_host_ed25519_key.pub", mode: 0o644 },
        { content: `${host.authorizedKey}\n`, target: `${hostSetupFolder}/authorized_keys`, mode: 0o600 },
        { content: host.adminPassword, target: `${hostSetupFolder}/admin-password`, mode: 0o600 },
      ])
      // Without this the library would remove the container when the process ends.
      .withAutoCleanup(false)
      .withWaitStrategy(Wait.forSuccessfulCommand(hasBooted))
      .withStartupTimeout(bootsWithinMs)
      .start()
  );
}
