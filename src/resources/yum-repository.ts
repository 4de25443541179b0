import { InputError } from "../errors.ts";
import { contentSha256 } from "./content-of.ts";
import { defineModule } from "./module.ts";
import { pathState } from "./path-probe.ts";
import { planFileContent } from "./plan-file-content.ts";
import { planRemoval } from "./plan-removal.ts";
import { type Resource, resource } from "./resource.ts";

const line = { type: "string", pattern: "^[^\\n\\r]+$", errorMessage: "must be one line" } as const;

/** A further source of packages for dnf. */
export const yumRepositoryModule = defineModule({
  name: "yum_repository",
  summary: "Adds a source of packages to dnf, or removes it.",
  example: `- name: Add the packages of Kubernetes 1.33
  yum_repository:
    name: kubernetes
    description: Kubernetes
    baseurl: https://pkgs.k8s.io/core:/stable:/v1.33/rpm/
    gpgkey: https://pkgs.k8s.io/core:/stable:/v1.33/rpm/repodata/repomd.xml.key`,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        errorMessage: "must be a name: letters, digits, _ . and -",
        description: "Name of the repository and of its file, /etc/yum.repos.d/NAME.repo.",
      },
      description: { ...line, description: "What people call it. Default: its name." },
      baseurl: { ...line, description: "Where the packages are." },
      gpgkey: { ...line, description: "URL of the key that signs them, or file:///PATH on the host." },
      gpgcheck: {
        type: "boolean",
        description: "Whether packages must be signed. Default: true where there is a key.",
      },
      enabled: { type: "boolean", description: "Whether dnf uses it. Default: true." },
      state: { enum: ["present", "absent"], description: "Default: present." },
    },
  },
  build(args) {
    const path = `/etc/yum.repos.d/${args.name}.repo`;
    if (args.state === "absent") return absentRepository(args.name, path);
    const { baseurl } = args;
    if (baseurl === undefined) throw new InputError({ message: 'needs "baseurl", or "state: absent"' });
    const content = { kind: "text", text: yumRepositoryText({ ...args, baseurl }) } as const;
    return resource({
      id: `yum repository ${args.name}`,
      probes: {
        file: pathState({ path, content: { unlessSha256: contentSha256(content) } }),
        folder: pathState({ path: "/etc/yum.repos.d" }),
      },
      plan: ({ file, folder }) =>
        folder.kind === "absent"
          ? { kind: "blocked", reason: "there is no /etc/yum.repos.d: dnf is not installed" }
          : planFileContent({ path, content, mode: "0644" }, file),
    });
  },
});

/** What the file of a repository is made of; see dnf.conf(5). */
export interface YumRepository {
  readonly name: string;
  readonly description?: string;
  readonly baseurl: string;
  readonly gpgkey?: string;
  readonly gpgcheck?: boolean;
  readonly enabled?: boolean;
}

/** The file of a repository. dnf fetches its lists by itself when the address has changed. */
export function yumRepositoryText(repository: YumRepository): string {
  const { name, description, baseurl, gpgkey, gpgcheck, enabled } = repository;
  const flag = (value: boolean): string => (value ? "1" : "0");
  return [
    "# Managed by lab: changes made here are overwritten.",
    `[${name}]`,
    `name=${description ?? name}`,
    `baseurl=${baseurl}`,
    `enabled=${flag(enabled ?? true)}`,
    `gpgcheck=${flag(gpgcheck ?? gpgkey !== undefined)}`,
    ...(gpgkey === undefined ? [] : [`gpgkey=${gpgkey}`]),
    "",
  ].join("\n");
}

function absentRepository(name: string, path: string): Resource {
  return resource({
    id: `yum repository ${name}`,
    // The content makes the removal undoable.
    probes: { file: pathState({ path, content: "always" }) },
    plan: ({ file }) => planRemoval(path, file),
  });
}
