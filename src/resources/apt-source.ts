import { aptLists, aptPreamble } from "./apt-script.ts";
import { hereDocument } from "./here-document.ts";
import { shQuote } from "./sh-quote.ts";

/** Where administrators keep the keys of repositories, one file each. */
export const keyringFolder = "/etc/apt/keyrings";

/** The file that describes a source. */
export function aptSourcePath(name: string): string {
  return `/etc/apt/sources.list.d/${name}.sources`;
}

/** What a repository's packages are signed with, and where apt finds it. */
export type AptKeyring =
  /** Any of the keys that apt trusts anyway. */
  | { readonly kind: "any" }
  /** A file that is, or comes to be, at `path`. */
  | { readonly kind: "file"; readonly path: string }
  /** An ASCII-armored key that the host downloads to `path`. */
  | { readonly kind: "url"; readonly path: string; readonly url: string };

/** A source of packages, as sources.list(5) describes it. */
export interface AptSource {
  readonly name: string;
  readonly uris: readonly string[];
  /** A suite that ends with a slash is a path, and has no components. */
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly architectures: readonly string[];
  readonly keyring: AptKeyring;
}

/** The file of a source in deb822 style, which apt reads since 1.1. The address of its key is kept in a comment. */
export function aptSourceText({ uris, suites, components, architectures, keyring }: AptSource): string {
  const fields: [string, readonly string[]][] = [
    ["Types", ["deb"]],
    ["URIs", uris],
    ["Suites", suites],
    ["Components", components],
    ["Architectures", architectures],
    ["Signed-By", keyring.kind === "any" ? [] : [keyring.path]],
  ];
  const lines = fields
    .filter(([, words]) => words.length > 0)
    .map(([field, words]) => `${field}: ${words.join(" ")}`);
  const origin = keyring.kind === "url" ? [`# The key is from ${keyring.url}`] : [];
  return ["# Managed by lab: changes made here are overwritten.", ...origin, ...lines, ""].join("\n");
}

/**
 * sh that fetches the key, where it comes from a URL, and the lists of this source alone, so that a source that does not
 * answer or is signed by somebody else is refused before it is put in place. The age of the lists stays what it was: the
 * other sources were not asked. Downloads are made by apt's own tool, which knows the host's proxies.
 */
export function aptFetchScript(source: AptSource, text: string): string {
  const file = `"$lab_work"/${shQuote(`${source.name}.sources`)}`;
  return `${aptPreamble}
lab_work=$(mktemp -d /run/lab-apt.XXXXXX) || exit
trap 'rm -rf "$lab_work"' EXIT
trap 'exit 143' HUP INT TERM
${source.keyring.kind === "url" ? `${keyScript(source.keyring)}\n` : ""}cat >${file} ${hereDocument(text)}
lab_age=$(stat -c %Y ${aptLists} 2>/dev/null)
lab_apt update -o Dir::Etc::SourceList=${file} -o Dir::Etc::SourceParts=- -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any || exit
[ -z "$lab_age" ] || touch -d "@$lab_age" ${aptLists}`;
}

function keyScript({ path, url }: Extract<AptKeyring, { kind: "url" }>): string {
  const file = shQuote(path);
  return `lab_key=${file}
/usr/lib/apt/apt-helper -o APT::Sandbox::User=root -o Acquire::Retries=3 download-file ${shQuote(url)} "$lab_work/key" >&2 || exit
if ! grep -q -e '-----BEGIN PGP PUBLIC KEY BLOCK-----' "$lab_work/key"; then
  printf '%s is not an ASCII-armored OpenPGP key\\n' ${shQuote(url)} >&2
  exit 1
fi
if [ -d "\${LAB_ENTRY-}" ] && [ -e "$lab_key" ]; then cp -p "$lab_key" "$LAB_ENTRY/key" || exit; fi
install -m 0644 "$lab_work/key" "$lab_key.lab" && mv -f "$lab_key.lab" "$lab_key" || exit`;
}

/** sh that puts back the key that a fetch has replaced, or takes the new one away. */
export function aptKeyUndo(path: string): string {
  return `if [ -e "$LAB_ENTRY/key" ]; then cp -p "$LAB_ENTRY/key" ${shQuote(path)}; else rm -f ${shQuote(path)}; fi`;
}
