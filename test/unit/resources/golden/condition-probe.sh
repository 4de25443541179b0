(
grep -qsE '^ *[0-9]+: (0{8}|[0-9A-F]{6}7F|0{32}|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):192B [0-9A-F]+:0000 0A ' /proc/net/tcp /proc/net/tcp6 || exit 1
)
echo "$?"
(
if command -v bash >/dev/null; then
  timeout 3 bash -c ': <>'\''/dev/tcp/10.0.0.1/6443'\''' 2>/dev/null || exit 1
elif command -v nc >/dev/null; then
  nc -z -w 3 '10.0.0.1' 6443 >/dev/null 2>&1 || exit 1
else
  exit 2
fi
)
echo "$?"
(
grep -qsE -e 'it'\''s' -- '/var/log/x' || exit 1
)
echo "$?"
