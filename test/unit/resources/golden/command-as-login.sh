cd '/srv' || exit
lab_user=${SUDO_USER:-$(id -un)}
lab_entry=$(getent passwd "$lab_user") || { printf 'there is no user %s\n' "$lab_user" >&2; exit 1; }
IFS=: read -r lab_user _ lab_uid _ _ HOME _ <<LAB
$lab_entry
LAB
USER=$lab_user LOGNAME=$lab_user
export HOME USER LOGNAME
lab_self=$(id -u)
if [ "$lab_self" != "$lab_uid" ] && [ "$lab_self" != 0 ]; then
  printf 'only root can run a command as %s\n' "$lab_user" >&2
  exit 1
fi
lab_runuser=$(command -v runuser)
lab_su=$(command -v su)
lab_as() {
  if [ "$lab_self" = "$lab_uid" ]; then exec "$@"; fi
  if [ -n "$lab_runuser" ]; then
    lab_home=$HOME lab_path=$PATH
    export lab_home lab_path
    exec "$lab_runuser" -u "$lab_user" -- /bin/sh -c "HOME=\$lab_home PATH=\$lab_path
      unset lab_home lab_path
      exec \"\$@\"" sh "$@"
  fi
  exec "${lab_su:-su}" -p -s /bin/sh -c "exec \"\$@\"" -- "$lab_user" sh "$@"
}
export A='it'\''s'
lab_as 'id' '-un'