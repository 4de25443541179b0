import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findContainerEngine } from "../../../src/sandbox/container-engine.ts";
import type { HostResult, SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { eventually } from "../../e2e/eventually.ts";
import { Relay } from "../network/relay.ts";
import { exceptions } from "./exceptions.ts";
import { type HostState, hostState } from "./host-state.ts";
import { type KnownContents, knownContents, tornFiles } from "./seen-contents.ts";

const here = "/opt/lab-faults";
const script = `${here}/on-host.sh`;

/** Gone with the memory of the host. */
const oldBoot = "/run/lab-old-boot";

/** Of the network that is broken on it, of the watch, and of the lock of its package manager. */
const packages = ["nftables", "inotify-tools"];

/** A host that things go wrong on; its network, its processes and its disk are broken from outside of it. */
export class FaultHost {
  readonly host: SandboxHost;
  /** The link by which lab reaches it, unless it goes by its address. */
  readonly relay: Relay;
  #known: KnownContents = new Map();

  constructor(host: SandboxHost) {
    this.host = host;
    this.relay = new Relay({ host: host.address, port: host.port });
  }

  get name(): string {
    return this.host.name;
  }

  /** Puts what the tests need on the host. Cost: some seconds. Throws an Error when it cannot. */
  async prepare(): Promise<void> {
    const text = await readFile(join(import.meta.dirname, "on-host.sh"));
    await this.sh(
      `mkdir -p ${here} && echo ${text.toString("base64")} | base64 -d >${script}
cat >${here}/exceptions <<'END'
${exceptions.map(({ path }) => path).join("\n")}
END
apt-get install -y -q --no-install-recommends ${packages.join(" ")}`,
    );
    await this.relay.start();
  }

  /** Runs sh as root, out of band. Returns its stdout. Throws an Error when it fails. */
  async sh(command: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.host.exec(command);
    if (exitCode === 0) return stdout;
    throw new Error(`${this.name}: exit code ${exitCode}: ${command}\n${stdout}${stderr}`);
  }

  /** The same, when failing is an answer. */
  try(command: string): Promise<HostResult> {
    return this.host.exec(command);
  }

  /** From now on this is its state "before", to which `reset` returns. */
  async save(): Promise<void> {
    await this.sh(`sh ${script} save`);
  }

  /** From now on this is its state "converged". */
  async keepConverged(): Promise<void> {
    await this.sh(`sh ${script} keep converged`);
    const listings = await this.sh(`cat ${here}/before ${here}/converged`);
    this.#known = knownContents([listings]);
  }

  /** Back to the state before, and watched. Throws an Error when anything is left that is not as before. */
  async reset(): Promise<void> {
    const left = await this.sh(`sh ${script} reset`);
    if (left !== "") throw new Error(`${this.name} could not be reset: ${left}`);
  }

  async state(): Promise<HostState> {
    return hostState(await this.sh(`sh ${script} state`));
  }

  /** For so many seconds from now on no other program gets the lock of the package manager. */
  async holdPackageLock(seconds: number): Promise<void> {
    await this.sh(`rm -f /run/held; systemd-run --quiet --collect sh ${script} hold_package_lock ${seconds}`);
    const isHeld = async () => (await this.try("test -e /run/held")).exitCode;
    if ((await eventually(isHeld, 0)) !== 0)
      throw new Error("the lock of the package manager cannot be held");
  }

  /** Removes a package, and every trace of it from what is compared. */
  async forgetPackage(name: string): Promise<void> {
    const saved = `${here}/tree/var/lib/dpkg`;
    await this.sh(
      `dpkg --purge ${name} && rm -rf /var/lib/dpkg && cp -a ${saved} /var/lib/dpkg; rm -f /run/held`,
    );
  }

  /** Runs sh that itself writes to watched files, or puts other file systems under them. */
  async unwatched(command: string): Promise<void> {
    await this.sh(`systemctl stop lab-watch`);
    await this.sh(command);
    await this.sh(`sh ${script} watch_on`);
  }

  /** Files that were seen half-written since the last reset. */
  async tornFiles(): Promise<string[]> {
    return tornFiles(await this.sh(`sh ${script} seen`), this.#known);
  }

  /** Cuts the power. */
  async kill(): Promise<void> {
    await (await this.#container()).kill();
  }

  /** Boots it again, at the same address. */
  async boot(): Promise<void> {
    await (await this.#container()).start();
    await this.awaitBoot();
  }

  /** Begins to reboot in good order. */
  async reboot(): Promise<void> {
    await this.sh(`touch ${oldBoot} && systemctl reboot`);
  }

  /** Waits until it has booted. Throws an Error when it does not. */
  async awaitBoot(): Promise<void> {
    // Until systemd is there, there is nobody to ask.
    const ready = `[ ! -e ${oldBoot} ] && systemctl is-active --quiet ssh gate`;
    const hasBooted = async () => (await this.try(ready).catch(() => ({ exitCode: 1 }))).exitCode;
    if ((await eventually(hasBooted, 0)) !== 0) throw new Error(`${this.name} does not boot`);
    await this.sh(`sh ${script} watch_on`);
  }

  async #container() {
    const engine = await findContainerEngine();
    if (!engine) throw new Error("the container engine has gone");
    return engine.container.getById(this.host.containerId);
  }
}
