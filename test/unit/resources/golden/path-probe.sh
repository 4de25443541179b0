LC_ALL=C
export LC_ALL
nl='
'
set -f
set -- '/etc/file0' '/etc/file1' '/etc/file2' '/etc/file3' '/etc/file4' '/etc/file5' '/etc/file6' '/etc/file7' '/etc/file8' '/etc/file9' '/etc/file10' '/etc/file11' '/etc/file12' '/etc/file13' '/etc/file14' '/etc/file15' '/etc/file16' '/etc/file17' '/etc/file18' '/etc/file19' '/etc/file20' '/etc/file21' '/etc/file22' '/etc/file23' '/etc/file24' '/etc/file25' '/etc/file26' '/etc/file27' '/etc/file28' '/etc/file29'
stats=$(stat -c '%f:%u:%g:%U:%G:%s:/%n' -- "$@" 2>&1)
IFS=$nl
for line in $stats; do
  case $line in
    stat:*': No such file or directory' | stat:*': Not a directory') ;;
    *:*:*:*:*:*://*) printf 's %s\n' "$line" ;;
    *) printf '%s\n' "$line" >&2; exit 1 ;;
  esac
done
unset IFS
stats=$stats$nl
for p do
  case $stats in
    *":/$p$nl"*)
      if [ -L "$p" ]; then
        target=$(readlink -n "$p" && echo .) || exit 1
        case $target in
          *"$nl"*) printf 'x %s\n' "$p" ;;
          *) printf 'l %s//%s\n' "$p" "${target%.}" ;;
        esac
      fi
      ;;
    *)
      parent=${p%/*}
      parent=${parent:-/}
      if [ -d "$parent" ]; then
        printf 'p directory %s\n' "$p"
      elif [ -e "$parent" ] || [ -L "$parent" ]; then
        printf 'p other %s\n' "$p"
      else
        printf 'p absent %s\n' "$p"
      fi
      ;;
  esac
done
set -- '/etc/file0' '/etc/file1' '/etc/file2' '/etc/file3' '/etc/file4' '/etc/file5' '/etc/file6' '/etc/file7' '/etc/file8' '/etc/file9' '/etc/file10' '/etc/file11' '/etc/file12' '/etc/file13' '/etc/file14' '/etc/file15' '/etc/file16' '/etc/file17' '/etc/file18' '/etc/file19' '/etc/file20' '/etc/file21' '/etc/file22' '/etc/file23' '/etc/file24' '/etc/file25' '/etc/file26' '/etc/file27' '/etc/file28' '/etc/file29'
for p do
  shift
  if [ -f "$p" ] && [ ! -L "$p" ]; then set -- "$@" "$p"; fi
done
sums=
if [ $# -gt 0 ]; then
  sums=$(sha256sum -- "$@") || exit 1
fi
IFS=$nl
for line in $sums; do printf 'h %s\n' "$line"; done
unset IFS
sums=$nl$sums$nl
content() {
  if [ ! -f "$1" ] || [ -L "$1" ]; then return 0; fi
  case $sums in *"$nl$3  $1$nl"*) return 0 ;; esac
  before=${stats%%":/$1$nl"*}
  size=${before##*:}
  if [ "$size" -gt "$2" ]; then return 0; fi
  printf 'c %s\n' "$1"
  base64 <"$1"
}
content '/etc/file0' 100 '0' || exit 1
content '/etc/file1' 100 '0' || exit 1
content '/etc/file2' 100 '0' || exit 1
content '/etc/file3' 100 '0' || exit 1
content '/etc/file4' 100 '0' || exit 1
content '/etc/file5' 100 '0' || exit 1
content '/etc/file6' 100 '0' || exit 1
content '/etc/file7' 100 '0' || exit 1
content '/etc/file8' 100 '0' || exit 1
content '/etc/file9' 100 '0' || exit 1
content '/etc/file10' 100 '0' || exit 1
content '/etc/file11' 100 '0' || exit 1
content '/etc/file12' 100 '0' || exit 1
content '/etc/file13' 100 '0' || exit 1
content '/etc/file14' 100 '0' || exit 1
content '/etc/file15' 100 '0' || exit 1
content '/etc/file16' 100 '0' || exit 1
content '/etc/file17' 100 '0' || exit 1
content '/etc/file18' 100 '0' || exit 1
content '/etc/file19' 100 '0' || exit 1
content '/etc/file20' 100 '0' || exit 1
content '/etc/file21' 100 '0' || exit 1
content '/etc/file22' 100 '0' || exit 1
content '/etc/file23' 100 '0' || exit 1
content '/etc/file24' 100 '0' || exit 1
content '/etc/file25' 100 '0' || exit 1
content '/etc/file26' 100 '0' || exit 1
content '/etc/file27' 100 '0' || exit 1
content '/etc/file28' 100 '0' || exit 1
content '/etc/file29' 100 '0' || exit 1
echo end
