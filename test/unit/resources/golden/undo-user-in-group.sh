getent passwd 'alice' >/dev/null || exit 0
lab_home=$(getent passwd 'alice' | cut -d : -f 6)
usermod -d /nonexistent -g 0 -- 'alice' || exit
userdel -- 'alice' || exit
rm -rf -- "$lab_home" /var/mail/'alice'
