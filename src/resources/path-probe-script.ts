import type { PathQuery } from "./path-state.ts";
import { shQuote } from "./sh-quote.ts";

/**
 * Field order puts the size before the name: `:/` and a normal path, which has no `//`, cannot occur inside another
 * path, so a record is found by its name without reading lines. User names hold no `:`.
 */
const statFormat = "%f:%u:%g:%U:%G:%s:/%n";

/**
 * POSIX sh, for a shell of its own, that answers all queries with one `stat` and one `sha256sum`, one `readlink` per link
 * and one `base64` per content that is sent. Exit code 1 when the host cannot tell (an I/O error): that is not "absent".
 * Prints records of one line: `s` stat, `p` parent of an absent path, `l` link, `x` link with a line break in its target,
 * `h` hash, `c` content with lines of base64 after it, and at last `end`.
 */
export function pathProbeScript(queries: readonly PathQuery[]): string {
  const paths = [...new Set(queries.map((query) => query.path))].map(shQuote);
  const hashed = queries.filter((query) => query.content !== "never");
  const hashedPaths = [...new Set(hashed.map((query) => query.path))].map(shQuote);
  const wanted = new Set(hashed.map(contentCall));
  return [
    ...["LC_ALL=C", "export LC_ALL", "nl='", "'", "set -f"],
    `set -- ${paths.join(" ")}`,
    statAll,
    ...(hashedPaths.length > 0 ? [`set -- ${hashedPaths.join(" ")}`, hashRegularFiles, contentFunction] : []),
    ...wanted,
    "echo end",
    "",
  ].join("\n");
}

function contentCall(query: PathQuery): string {
  const unless = typeof query.content === "object" ? query.content.unlessSha256 : "none";
  return `content ${shQuote(query.path)} ${query.maxBytes} ${shQuote(unless)} || exit 1`;
}

const statAll = `stats=$(stat -c '${statFormat}' -- "$@" 2>&1)
IFS=$nl
for line in $stats; do
  case $line in
    stat:*': No such file or directory' | stat:*': Not a directory') ;;
    *:*:*:*:*:*://*) printf 's %s\\n' "$line" ;;
    *) printf '%s\\n' "$line" >&2; exit 1 ;;
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
          *"$nl"*) printf 'x %s\\n' "$p" ;;
          *) printf 'l %s//%s\\n' "$p" "\${target%.}" ;;
        esac
      fi
      ;;
    *)
      parent=\${p%/*}
      parent=\${parent:-/}
      if [ -d "$parent" ]; then
        printf 'p directory %s\\n' "$p"
      elif [ -e "$parent" ] || [ -L "$parent" ]; then
        printf 'p other %s\\n' "$p"
      else
        printf 'p absent %s\\n' "$p"
      fi
      ;;
  esac
done`;

const hashRegularFiles = `for p do
  shift
  if [ -f "$p" ] && [ ! -L "$p" ]; then set -- "$@" "$p"; fi
done
sums=
if [ $# -gt 0 ]; then
  sums=$(sha256sum -- "$@") || exit 1
fi
IFS=$nl
for line in $sums; do printf 'h %s\\n' "$line"; done
unset IFS
sums=$nl$sums$nl`;

const contentFunction = `content() {
  if [ ! -f "$1" ] || [ -L "$1" ]; then return 0; fi
  case $sums in *"$nl$3  $1$nl"*) return 0 ;; esac
  before=\${stats%%":/$1$nl"*}
  size=\${before##*:}
  if [ "$size" -gt "$2" ]; then return 0; fi
  printf 'c %s\\n' "$1"
  base64 <"$1"
}`;
