import { minorOf, parseKubernetesVersion } from "../../src/kubernetes/kubernetes-version.ts";
import { aptRepositoryModule as aptRepository } from "../../src/resources/apt-repository.ts";
import { copyModule as copy } from "../../src/resources/copy.ts";
import { failModule as fail } from "../../src/resources/fail.ts";
import { packageModule } from "../../src/resources/package.ts";
import { yumRepositoryModule as yumRepository } from "../../src/resources/yum-repository.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { type SystemFacts, systemFacts } from "../../src/role/system-facts.ts";
import type { WantedSoftware } from "./component.ts";

/** A repository of packages; `{minor}` stands for 1.33 in both. */
export interface PackageRepository {
  readonly url?: string;
  readonly key?: string;
}

const official = "https://pkgs.k8s.io/core:/stable:/v{minor}";

interface Facts {
  readonly facts: SystemFacts;
}

const isDebian = ({ facts }: Facts): boolean => facts.os.family.includes("debian");
const isFedora = ({ facts }: Facts): boolean =>
  facts.os.family.some((id) => id === "fedora" || id === "rhel");

/** Software from the packages of the project: the repository of the minor, then the packages, pinned and held. */
export function packageTasks(
  wanted: readonly WantedSoftware[],
  version: string,
  repository: PackageRepository,
  options: { readonly hold: boolean; readonly notify: readonly string[] },
): RoleTask[] {
  if (wanted.length === 0) return [];
  const uses = { facts: systemFacts({}) };
  const minor = minorOf(parseKubernetesVersion(version) ?? { major: 0, minor: 0, patch: 0 });
  return [
    task(
      "Refuse a system that Kubernetes has no packages for",
      fail,
      { msg: 'Kubernetes has packages for Debian, Fedora and their kin only; write "source: bundle"' },
      { uses, when: (facts) => !isDebian(facts) && !isFedora(facts) },
    ),
    task(`Add the repository of Kubernetes ${minor} to apt`, aptRepository, aptArguments(repository, minor), {
      uses,
      when: isDebian,
    }),
    ...localKeyTasks(repository, minor, uses),
    task(`Add the repository of Kubernetes ${minor} to dnf`, yumRepository, yumArguments(repository, minor), {
      uses,
      when: isFedora,
    }),
    ...(options.hold
      ? [
          task(
            "Install what holds packages in dnf",
            packageModule,
            { name: "python3-dnf-plugin-versionlock" },
            { uses, when: isFedora },
          ),
        ]
      : []),
    task(
      `Install ${wanted.map(({ package: name }) => name).join(", ")}`,
      packageModule,
      { name: wanted.map(pinned), install_recommends: false, hold: options.hold },
      { notify: options.notify },
    ),
  ];
}

/** The revision of a package (1.33.4-1.1) is the packagers' own business. */
function pinned({ package: name, version }: WantedSoftware): string {
  return version === null ? name : `${name}=${version}-*`;
}

function aptArguments({ url, key }: PackageRepository, minor: string) {
  const address = addressOf(url ?? `${official}/deb/`, minor);
  const signedBy = (key ?? `${address}Release.key`).replaceAll("{minor}", minor);
  const source = { name: "kubernetes", uris: address, suites: "/" };
  return isLocal(signedBy) ? { ...source, key: signedBy } : { ...source, signed_by: signedBy };
}

const rpmKeyPath = "/etc/pki/rpm-gpg/RPM-GPG-KEY-kubernetes";

/** dnf takes a key from a URL only. */
function localKeyTasks(
  { key }: PackageRepository,
  minor: string,
  uses: { readonly facts: ReturnType<typeof systemFacts> },
): RoleTask[] {
  const src = key?.replaceAll("{minor}", minor);
  if (src === undefined || !isLocal(src)) return [];
  return [
    task(
      "Put the key of the packages in place for dnf",
      copy,
      { src, dest: rpmKeyPath, mode: "0644" },
      { uses, when: isFedora },
    ),
  ];
}

function yumArguments({ url, key }: PackageRepository, minor: string) {
  const address = addressOf(url ?? `${official}/rpm/`, minor);
  const wanted = (key ?? `${address}repodata/repomd.xml.key`).replaceAll("{minor}", minor);
  const gpgkey = isLocal(wanted) ? `file://${rpmKeyPath}` : wanted;
  return { name: "kubernetes", description: `Kubernetes ${minor}`, baseurl: address, gpgkey };
}

/** apt joins the address and a path below it. */
function addressOf(url: string, minor: string): string {
  const address = url.replaceAll("{minor}", minor);
  return address.endsWith("/") ? address : `${address}/`;
}

const isLocal = (key: string): boolean => !/^https?:\/\//.test(key);
