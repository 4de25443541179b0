import { shQuote } from "../resources/sh-quote.ts";
import { type ArchivePlace, stampPath } from "./archive-probe.ts";

/**
 * sh that unpacks `$lab_archive` into a folder: beside it first, then each file by a rename, so that a program that runs is
 * never written over; the stamp comes last. What stood there is kept in the journal's entry.
 */
export function unpackScript(place: ArchivePlace, sha256: string): string {
  return `umask 022
lab_to=${shQuote(place.folder)}
lab_stamp=${shQuote(stampName(place))}
lab_kept=\${LAB_ENTRY:+"$LAB_ENTRY/files"}
if [ -n "$lab_kept" ]; then
  mkdir -p "$lab_kept" || exit 1
  lab_folder=$lab_to
  while [ -n "$lab_folder" ] && [ ! -d "$lab_folder" ]; do
    printf '%s\\n' "$lab_folder"
    lab_folder=\${lab_folder%/*}
  done >"$LAB_ENTRY/folders"
fi
mkdir -p "$lab_to" && lab_new=$(mktemp -d "$lab_to/.lab.XXXXXX") || exit 1
(
  trap 'rm -rf "$lab_new"' EXIT
  trap 'exit 143' HUP INT TERM
  mkdir "$lab_new/files" && tar -xzo -f "$lab_archive" -C "$lab_new/files" && cd "$lab_new/files" || exit 1
  find . -type f | sed 's:^\\./::' | sort >../names
  { echo ${sha256}; while IFS= read -r lab_file; do sha256sum -- "$lab_file" || exit 1; done <../names; } >../stamp || exit 1
  mv ../stamp "$lab_stamp" && printf '%s\\n' "$lab_stamp" >>../names || exit 1
  if [ -n "$lab_kept" ]; then cp ../names "$LAB_ENTRY/names" || exit 1; fi
  while IFS= read -r lab_file; do
    case $lab_file in */*) mkdir -p "$lab_to/\${lab_file%/*}" "\${lab_kept:-.}/\${lab_file%/*}" || exit 1 ;; esac
    if [ -n "$lab_kept" ] && [ -e "$lab_to/$lab_file" ]; then
      cp -a "$lab_to/$lab_file" "$lab_kept/$lab_file" || exit 1
    fi
    mv -f "$lab_file" "$lab_to/$lab_file" || exit 1
  done <../names
)`;
}

/**
 * sh that puts back what stood there before; files of others in the folder stay. Nothing is done, and it fails, where
 * another archive was unpacked there since.
 */
export function takeBackScript(place: ArchivePlace, sha256: string): string {
  return `lab_to=${shQuote(place.folder)}
lab_stamp=${shQuote(stampName(place))}
[ -e "$LAB_ENTRY/names" ] || exit 0
lab_now=
lab_old=
if [ -e "$lab_to/$lab_stamp" ]; then read -r lab_now <"$lab_to/$lab_stamp"; fi
if [ -e "$LAB_ENTRY/files/$lab_stamp" ]; then read -r lab_old <"$LAB_ENTRY/files/$lab_stamp"; fi
case $lab_now in
  '' | "$lab_old" | ${sha256}) ;;
  *)
    printf 'another archive was unpacked to %s since\\n' "$lab_to" >&2
    exit 1
    ;;
esac
while IFS= read -r lab_file; do
  if [ -e "$LAB_ENTRY/files/$lab_file" ]; then
    cp -a "$LAB_ENTRY/files/$lab_file" "$lab_to/$lab_file.lab" && mv -f "$lab_to/$lab_file.lab" "$lab_to/$lab_file" || exit 1
  else
    rm -f "$lab_to/$lab_file" || exit 1
  fi
done <"$LAB_ENTRY/names"
while IFS= read -r lab_folder; do
  rmdir "$lab_folder" 2>/dev/null || :
done <"$LAB_ENTRY/folders"`;
}

function stampName(place: ArchivePlace): string {
  return stampPath(place).slice(place.folder.length + 1);
}
