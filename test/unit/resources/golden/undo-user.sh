getent passwd 'alice' >/dev/null || exit 0
userdel -r -- 'alice'
