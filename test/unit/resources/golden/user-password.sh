useradd -m -- 'alice'
chpasswd -e <<'LAB'
alice:$6$a$b
LAB