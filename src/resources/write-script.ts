import { InternalError } from "../errors.ts";
import type { Content, Ownership, PathChange } from "./change.ts";
import { ownershipScript } from "./ownership-script.ts";
import { payload } from "./payload.ts";
import { cleanUp, renameFailed, renameFunction } from "./rename-script.ts";
import { shQuote } from "./sh-quote.ts";

/**
 * Lines of sh that make `$f` a file of this content: a temporary file beside it, owner, mode and SELinux context,
 * validation, then a rename. A mount point is written in place. Only data is synced; where sync cannot, it is not.
 */
export function writeScript(
  change: PathChange,
  after: Ownership & { readonly content: Content },
  uploadedPath: string | undefined,
): string[] {
  const existed = change.before.kind === "file";
  return [
    renameFunction,
    ...source(after.content, uploadedPath),
    ...ownershipScript("file", after, '"$t"'),
    ...(existed ? [keepContext] : []),
    ...(change.validate === undefined ? [] : [validation(change.validate)]),
    `sync -d "$t" 2>/dev/null || :`,
    ...(change.before.kind === "directory" ? [`rmdir "$f" || exit 1`] : []),
    `rename "$t"`,
    "case $? in",
    "  0) ;;",
    "  16)",
    `    cat "$t" >"$f" || exit 1`,
    ...ownershipScript("file", after, '"$f"').map((line) => `    ${line}`),
    "    ;;",
    `  *) ${renameFailed} ;;`,
    "esac",
    ...(existed ? [] : [defaultContext]),
  ];
}

function source(content: Content, uploadedPath: string | undefined): string[] {
  const temporary = `t=$(mktemp "\${f%/*}/.lab.XXXXXX") || exit 1`;
  if (content.kind !== "upload") return [temporary, cleanUp(), payload(content, '"$t"')];
  if (uploadedPath === undefined) throw new InternalError(`${content.localPath} was not uploaded`);
  return [
    `u=${shQuote(uploadedPath)}`,
    "t=",
    cleanUp(' "$u"'),
    temporary,
    `cat "$u" >"$t" || exit 1`,
    `case $(sha256sum <"$t") in`,
    `  ${content.sha256}*) ;;`,
    `  *) printf '%s did not arrive as it was sent\\n' "$f" >&2; exit 1 ;;`,
    "esac",
  ];
}

/** The command runs in a shell of its own, so that a mistake in it cannot end this script; what it says is an error's text. */
function validation(command: string): string {
  const inner = command.replace(/'%s'|"%s"|%s/g, () => '"$1"');
  return `sh -c ${shQuote(inner)} sh "$t" </dev/null >&2 || {
  printf '%s was left as it is: the new content was refused by: %s\\n' "$f" ${shQuote(command)} >&2
  exit 1
}`;
}

const keepContext = `if [ -e /sys/fs/selinux/enforce ]; then chcon --reference="$f" "$t" || :; fi`;

/** SELinux: a new file has the context of its directory until the policy's own is restored; a host without the tool keeps that. */
export const defaultContext = `if [ -e /sys/fs/selinux/enforce ]; then restorecon "$f" || :; fi`;
