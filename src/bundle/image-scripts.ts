import { shWords } from "../resources/sh-words.ts";
import { ctrImages } from "./image-probe.ts";

/**
 * sh that imports the archive `$lab_archive`, compressed by gzip or not, and sees that it has brought the references. Of an
 * archive that names other platforms, too, only that of `flags` is looked for; the flags are those of containerd 1.6 to 2.x.
 * From 2.0 on ctr leaves the work to a service of containerd that unpacks for one snapshotter only, and refuses any other
 * (containerd issue 11606); `--local`, which 1.7 has, too, does it as before.
 */
export function importScript(refs: readonly string[], flags: string): string {
  return `lab_local=
if ${ctrImages} import --help 2>/dev/null | grep -q -e ' --local '; then lab_local=--local; fi
lab_import() {
  # shellcheck disable=SC2086 # a flag, or none
  ${ctrImages} import $lab_local ${flags} "$1"
}
case $(head -c 2 "$lab_archive" | od -An -tx1 | tr -d ' ') in
  1f8b) gzip -dc "$lab_archive" | lab_import - ;;
  *) lab_import "$lab_archive" ;;
esac || exit 1
lab_refs=$(${ctrImages} ls -q) || exit 1
set -- ${shWords(refs)}
for lab_ref do
  printf '%s\\n' "$lab_refs" | grep -qxF -e "$lab_ref" || {
    printf 'the archive does not hold %s: lab bundle verify tells what it holds\\n' "$lab_ref" >&2
    exit 1
  }
done`;
}

/**
 * sh that removes these references. containerd knows an image by the digest of its configuration, too, for the kubelet: that
 * goes with the last of its names. Nothing is done where there is no ctr any more.
 */
export function removeScript(refs: readonly string[]): string {
  return `command -v ctr >/dev/null 2>&1 || exit 0
set -- ${shWords(refs)}
lab_images=$(${ctrImages} ls) || exit 1
lab_going=$(printf '%s\\n' "$@" - "$lab_images" | awk '
  !listed && $0 == "-" { listed = 1; next }
  !listed { going[$1] = 1; next }
  $3 !~ /^sha256:/ { next }
  $1 in going { gone[$3] = 1; print $1; next }
  $1 ~ /^sha256:/ { nameless[$1] = $3; next }
  { kept[$3] = 1 }
  END { for (name in nameless) if (gone[nameless[name]] && !kept[nameless[name]]) print name }')
for lab_ref in $lab_going; do
  ${ctrImages} rm --sync "$lab_ref" || exit 1
done`;
}
