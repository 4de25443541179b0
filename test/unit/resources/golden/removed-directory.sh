umask 077
f='/etc/foo/bar'
real=$(cd -P "$f" && pwd -P) || exit 1
case $real in //*) real=${real#/} ;; esac
case $real in
  / | /bin | /boot | /dev | /etc | /home | /lib | /lib32 | /lib64 | /libx32 | /media | /mnt | /opt | /proc | /root | /run | /sbin | /srv | /sys | /tmp | /usr | /var | /etc/ssh | /usr/bin | /usr/lib | /usr/lib64 | /usr/local | /usr/sbin | /usr/share | /var/cache | /var/lib | /var/log | /var/spool)
    printf 'refused to remove %s, which is %s\n' "$f" "$real" >&2
    exit 1
    ;;
esac
while read -r _ _ _ _ at _; do
  case $at in *\\*) at=$(printf '%b' "$(printf '%s\n' "$at" | sed 's/\\/\\0/g')") ;; esac
  case $at in
    "$real" | "$real"/*)
      printf 'refused to remove %s: something is mounted at %s\n' "$f" "$at" >&2
      exit 1
      ;;
  esac
done </proc/self/mountinfo || exit 1
rm -rf "$f" || exit 1
