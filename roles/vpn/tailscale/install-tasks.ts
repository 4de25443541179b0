import { bundleItem } from "../../../src/bundle/bundle-item.ts";
import { bundledBinaryModule as bundledBinary } from "../../../src/bundle/bundled-binary.ts";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import { InputError } from "../../../src/errors.ts";
import { aptRepositoryModule as aptRepository } from "../../../src/resources/apt-repository.ts";
import { copyModule as copy } from "../../../src/resources/copy.ts";
import { failModule as fail } from "../../../src/resources/fail.ts";
import { packageModule } from "../../../src/resources/package.ts";
import { yumRepositoryModule as yumRepository } from "../../../src/resources/yum-repository.ts";
import { type RoleTask, task } from "../../../src/role/role.ts";
import { type SystemFacts, systemFacts } from "../../../src/role/system-facts.ts";
import { defaultsText, unitText } from "./daemon-files.ts";
import { defaultsFile, unitFile } from "./paths.ts";
import type { TailscaleSettings } from "./settings.ts";

interface Facts {
  readonly facts: SystemFacts;
}

const uses = { facts: systemFacts({}) };

/** tailscale and tailscaled, from Tailscale's packages or from a bundle. */
export function installTasks(settings: TailscaleSettings, restart: string): RoleTask[] {
  return settings.source === "bundle" ? bundleTasks(settings, restart) : packageTasks(settings);
}

const official = "https://pkgs.tailscale.com/stable";

function packageTasks({ version, repository }: TailscaleSettings): RoleTask[] {
  const base = (repository?.url ?? official).replace(/\/$/, "");
  const isDebian = ({ facts }: Facts): boolean => facts.os.family.includes("debian");
  const isFedora = ({ facts }: Facts): boolean =>
    facts.os.family.some((id) => id === "fedora" || id === "rhel");
  return [
    task(
      "Refuse a system that Tailscale has no packages for",
      fail,
      { msg: 'Tailscale has packages for Debian, Fedora and their kin; write "source: bundle" for others' },
      { uses, when: (facts) => !isDebian(facts) && !isFedora(facts) },
    ),
    task(
      "Add the repository of Tailscale to apt",
      aptRepository,
      ({ facts }) => aptArguments(base, repository?.key, facts),
      { uses, when: isDebian },
    ),
    task(
      "Add the repository of Tailscale to dnf",
      yumRepository,
      ({ facts }) => yumArguments(base, repository?.key, facts),
      { uses, when: isFedora },
    ),
    task("Install tailscale", packageModule, {
      name: version === undefined ? "tailscale" : `tailscale=${version}`,
      install_recommends: false,
    }),
  ];
}

function aptArguments(base: string, key: string | undefined, { os }: SystemFacts) {
  const uris = `${base}/${os.id === "ubuntu" ? "ubuntu" : "debian"}`;
  const signed_by = key ?? `${uris}/${os.codename}.gpg`;
  return { name: "tailscale", uris, suites: os.codename, components: "main", signed_by };
}

function yumArguments(base: string, key: string | undefined, { os }: SystemFacts) {
  const release = os.version.split(".")[0];
  const folder = os.id === "fedora" ? `${base}/fedora` : `${base}/rhel/${release}`;
  const gpgkey = key ?? `${folder}/repo.gpg`;
  return { name: "tailscale", description: "Tailscale", baseurl: `${folder}/$basearch`, gpgkey };
}

const programs = [
  { name: "tailscale", dest: "/usr/bin/tailscale" },
  { name: "tailscaled", dest: "/usr/sbin/tailscaled" },
] as const;

function bundleTasks({ bundle, version }: TailscaleSettings, restart: string): RoleTask[] {
  if (bundle === undefined) {
    throw new InputError({
      message: '"source: bundle" needs the argument "bundle"',
      hint: "write the path of a bundle: lab bundle create makes one",
    });
  }
  const pinned = version === undefined ? {} : { version };
  return [
    ...programs.map(({ name, dest }) => {
      refuseMissing(bundle, name);
      return task(
        `Put ${name} in place`,
        bundledBinary,
        ({ facts }) => ({ bundle, name, ...pinned, arch: facts.architecture, dest }),
        { uses, notify: restart },
      );
    }),
    task("Set the defaults of tailscaled", copy, { dest: defaultsFile, content: defaultsText, mode: "0644" }),
    task(
      "Describe the service of tailscaled",
      copy,
      { dest: unitFile, content: unitText, mode: "0644" },
      { notify: restart },
    ),
  ];
}

/** A bundle that lacks a program for every architecture is told of before any host is asked for its own. */
function refuseMissing(bundle: string, name: string): void {
  const isThere = readBundle(bundle).items.some((item) => item.kind === "binary" && item.name === name);
  if (!isThere) bundleItem(bundle, { kind: "binary", name, arch: "amd64" });
}
