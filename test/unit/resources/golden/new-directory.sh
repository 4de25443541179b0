umask 077
f='/etc/foo/bar'
mkdir "$f" || exit 1
chown 'root:root' "$f" || exit 1
chmod 00755 "$f" || exit 1
if [ -e /sys/fs/selinux/enforce ]; then restorecon "$f" || :; fi
