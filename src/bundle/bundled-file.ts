import { accountProbes, blockedByAccount } from "../resources/account-probes.ts";
import { defineModule } from "../resources/module.ts";
import { normalPath } from "../resources/normal-path.ts";
import { absolutePath, type OwnershipArguments, ownershipProperties } from "../resources/path-arguments.ts";
import { pathState } from "../resources/path-probe.ts";
import { planFileContent } from "../resources/plan-file-content.ts";
import { type Resource, resource } from "../resources/resource.ts";
import { bundleArguments } from "./bundle-arguments.ts";
import { bundleItem, type ItemQuery } from "./bundle-item.ts";

/** The arguments of what is put at a path. */
export const fileArguments = {
  ...bundleArguments,
  name: { type: "string", minLength: 1, description: "Its name in the bundle." },
  dest: { ...absolutePath, description: "Where it goes on the host." },
  ...ownershipProperties,
  mode: {
    ...ownershipProperties.mode,
    description: 'Permissions in quotes; a program has "0755" by default.',
  },
} as const;

/** `bundled_file`: a chart or a manifest of a bundle, for helm and kubectl on the host. */
export const bundledFileModule = defineModule({
  name: "bundled_file",
  summary: "Puts a chart or a manifest of a bundle on the host, where it is not there yet.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["bundle", "kind", "name", "arch", "dest"],
    properties: {
      ...fileArguments,
      kind: { enum: ["chart", "manifest"], description: "What it is." },
    },
  },
  example: `- name: Send the manifest of flannel
  bundled_file:
    bundle: bundles/kubernetes.tar.gz
    kind: manifest
    name: flannel
    arch: amd64
    dest: /etc/kubernetes/lab/flannel.yaml`,
  build: (args) => bundledFile(args, args, "0644"),
});

interface FileArguments extends OwnershipArguments {
  readonly bundle: string;
  readonly dest: string;
}

/** A file of a bundle at its place. What is there keeps its owner; `newMode` holds where no mode is given. Throws InputError. */
export function bundledFile(
  { bundle, dest, ...ownership }: FileArguments,
  query: ItemQuery,
  newMode: string,
): Resource {
  const { content } = bundleItem(bundle, query);
  const path = normalPath(dest);
  const { mode = newMode, owner, group } = ownership;
  const accounts = { ...(owner === undefined ? {} : { owner }), ...(group === undefined ? {} : { group }) };
  return resource({
    id: `file ${path}`,
    probes: {
      path: pathState({ path, content: { unlessSha256: content.sha256 }, maxBytes: 0 }),
      ...accountProbes(accounts),
    },
    plan: ({ path: state, ...accountStates }) =>
      blockedByAccount(accountStates) ?? planFileContent({ ...accounts, mode, path, content }, state),
  });
}
