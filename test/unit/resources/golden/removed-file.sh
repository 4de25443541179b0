umask 077
f='/etc/foo/bar'
rm -f "$f" || exit 1
