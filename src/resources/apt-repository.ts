import { InputError } from "../errors.ts";
import { aptRepositoryResource } from "./apt-repository-plan.ts";
import { type AptKeyring, type AptSource, aptSourcePath, keyringFolder } from "./apt-source.ts";
import type { Content } from "./change.ts";
import { bytesOf } from "./content-of.ts";
import { type BuildContext, defineModule } from "./module.ts";
import { pathState } from "./path-probe.ts";
import { planRemoval } from "./plan-removal.ts";
import { type Resource, resource } from "./resource.ts";

const word = { type: "string", pattern: "^[^\\s#]+$", errorMessage: "must not hold blanks or #" } as const;
const words = { anyOf: [word, { type: "array", items: word, minItems: 1 }] } as const;

/** A further source of packages for apt, with the key that signs them. */
export const aptRepositoryModule = defineModule({
  name: "apt_repository",
  summary: "Adds a source of packages to apt, with its key, and fetches its lists; or removes it.",
  example: `- name: Add the packages of Kubernetes 1.33
  apt_repository:
    name: kubernetes
    uris: https://pkgs.k8s.io/core:/stable:/v1.33/deb/
    suites: /
    signed_by: https://pkgs.k8s.io/core:/stable:/v1.33/deb/Release.key`,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$",
        errorMessage: "must be a name: letters, digits, _ and -",
        description: "Name of the files: /etc/apt/sources.list.d/NAME.sources, /etc/apt/keyrings/NAME.asc.",
      },
      uris: { ...words, description: "Where the packages are: an address, or a list." },
      suites: {
        ...words,
        description: 'Suites, such as bookworm; one that ends with "/" is a path below the address.',
      },
      components: { ...words, description: "Components, such as main; none where the suite is a path." },
      architectures: { ...words, description: "Architectures to ask for. Default: those of the host." },
      signed_by: {
        type: "string",
        pattern: "^(https?://\\S+|/\\S+|-----BEGIN PGP PUBLIC KEY BLOCK-----[\\s\\S]*)$",
        errorMessage: "must be a URL, a path on the host, or the text of an ASCII-armored key",
        description:
          "The key: a URL that the host downloads it from, ASCII-armored; the path of a keyring on the host; or the key itself. Default: any that apt trusts.",
      },
      key: { type: "string", minLength: 1, description: "The key as a local file, instead of `signed_by`." },
      state: { enum: ["present", "absent"], description: "absent removes source and key. Default: present." },
    },
  },
  files: { key: "file" },
  asBytes: ["key"],
  build(args, context) {
    const { name, state, uris, suites, signed_by, key } = args;
    if (state === "absent") return absentRepository(name);
    if (uris === undefined || suites === undefined) {
      throw new InputError({ message: 'needs "uris" and "suites", or "state: absent"' });
    }
    if (signed_by !== undefined && key !== undefined) {
      throw new InputError({ message: '"signed_by" and "key" both name a key', hint: "write one of them" });
    }
    const content = keyContent(signed_by, key, context);
    const source: AptSource = {
      name,
      uris: [uris].flat(),
      suites: [suites].flat(),
      components: [args.components ?? []].flat(),
      architectures: [args.architectures ?? []].flat(),
      keyring: content === null ? keyringOf(name, signed_by) : { kind: "file", path: keyPath(name, content) },
    };
    return aptRepositoryResource(source, content);
  },
});

/** The content of a key that lab sends; null where the host has it, or gets it elsewhere. */
function keyContent(
  signedBy: string | undefined,
  key: string | undefined,
  context: BuildContext,
): Content | null {
  if (key !== undefined) return context.file(key);
  return signedBy?.startsWith("-----") ? { kind: "text", text: `${signedBy.trimEnd()}\n` } : null;
}

/** apt tells an armored key from a binary one by the name of its file. */
function keyPath(name: string, content: Content): string {
  if (content.kind === "upload") throw new InputError({ message: "a key of this size cannot be right" });
  const isArmored = bytesOf(content).includes("-----BEGIN PGP PUBLIC KEY BLOCK-----");
  return `${keyringFolder}/${name}.${isArmored ? "asc" : "gpg"}`;
}

function keyringOf(name: string, signedBy: string | undefined): AptKeyring {
  if (signedBy === undefined) return { kind: "any" };
  if (signedBy.startsWith("/")) return { kind: "file", path: signedBy };
  return { kind: "url", path: `${keyringFolder}/${name}.asc`, url: signedBy };
}

function absentRepository(name: string): Resource {
  const paths = [aptSourcePath(name), `${keyringFolder}/${name}.asc`, `${keyringFolder}/${name}.gpg`];
  // The content makes the removal undoable.
  const probes = Object.fromEntries(paths.map((path) => [path, pathState({ path, content: "always" })]));
  return resource({
    id: `apt repository ${name}`,
    probes,
    plan: (states) => {
      const plans = paths.map((path) =>
        planRemoval(path, states[path] ?? { kind: "absent", parent: "other" }),
      );
      return {
        kind: "changes",
        changes: plans.flatMap((plan) => (plan.kind === "changes" ? plan.changes : [])),
      };
    },
  });
}
