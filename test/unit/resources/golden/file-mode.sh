umask 077
f='/etc/foo/bar'
if [ ! -f "$f" ] || [ -L "$f" ]; then
  printf '%s is no longer a file\n' "$f" >&2
  exit 1
fi
chmod 0600 "$f" || exit 1
