getent group 'staff' >/dev/null || groupadd -g 7 -- 'staff' || exit
gpasswd -M 'alice' 'staff'
