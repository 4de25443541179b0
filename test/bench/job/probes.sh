# The 25 questions of playbook.yaml, as an administrator writes them who wants them answered fast: one program for all
# things of a kind, and the comparison in the shell itself. Prints "ok NAME" or "changed NAME" for each thing.
LC_ALL=C
export LC_ALL
nl='
'

# has ANSWER LINE...: each line is in the answer
has() {
  answer=$nl$1$nl
  shift
  for line do
    case $answer in
      *"$nl$line$nl"*) ;;
      *) return 1 ;;
    esac
  done
}

# say NAME, after the comparison
say() {
  if [ $? -eq 0 ]; then echo "ok $1"; else echo "changed $1"; fi
}

packages=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' cron rsyslog logrotate 2>/dev/null)
for name in cron rsyslog logrotate; do
  has "$packages" "$name installed"
  say "package $name"
done

users=$(getent passwd shop vault)
has "$users" 'shop:x:2001:2001:Web shop:/var/lib/shop:/usr/sbin/nologin'
say 'user shop'
has "$users" 'vault:x:2002:2002:Backup:/var/lib/vault:/bin/sh'
say 'user vault'

stats=$(
  stat -c '%a %U %G %F %n' \
    /etc/shop /etc/shop/conf.d /opt/shop/releases /var/log/shop \
    /etc/security/limits.d/shop.conf /etc/shop/credentials /etc/cron.d/shop-backup /etc/motd \
    /etc/shop/shop.conf /etc/logrotate.d/shop /etc/rsyslog.d/30-shop.conf 2>/dev/null
)
has "$stats" '755 root root directory /etc/shop'
say 'directory /etc/shop'
has "$stats" '750 root shop directory /etc/shop/conf.d'
say 'directory /etc/shop/conf.d'
has "$stats" '755 root root directory /opt/shop/releases'
say 'directory /opt/shop/releases'
has "$stats" '2750 shop adm directory /var/log/shop'
say 'directory /var/log/shop'

sums=$(
  sha256sum \
    /etc/security/limits.d/shop.conf /etc/shop/credentials /etc/cron.d/shop-backup /etc/motd \
    /etc/logrotate.d/shop /etc/rsyslog.d/30-shop.conf 2>/dev/null
)

# file PATH OWNERSHIP SHA256
file() {
  has "$stats" "$2 regular file $1" && has "$sums" "$3  $1"
  say "file $1"
}
file /etc/security/limits.d/shop.conf '644 root root' \
  af039e09c0eb7bf54bda0327dd541fd2426490e6921cf2d3bb50c762c77e8c80
file /etc/shop/credentials '640 root shop' \
  e60f04739eb3365a68fbd5ff925706d32021b2823e19505542f094b8b4bf33bb
file /etc/cron.d/shop-backup '644 root root' \
  27d1ca68470c33c2d751b9bd32ae16fd919b3d528f994c2b1316cd4abe18adfd
file /etc/motd '644 root root' \
  87ab9a5e76b0e64d3e4bfe1f6a82dbd6579c12992a4ab530484a52c0cd18b560
file /etc/logrotate.d/shop '644 root root' \
  8b9c127a2b4fd998245d3200f6a6ddd271ba8e39915056242499cbf1211e48ce
file /etc/rsyslog.d/30-shop.conf '644 root root' \
  70ae6581fdaabfc6fd532d1c3f13c6b96ed23c3812f85f88109c903ba45b1baa

# The only content that differs between hosts.
wanted="[server]
name = $(hostname)
listen = 127.0.0.1:8080
workers = 4

[log]
folder = /var/log/shop
host = logs.example.net"
has "$stats" '640 root shop regular file /etc/shop/shop.conf' && [ "$(cat /etc/shop/shop.conf)" = "$wanted" ]
say 'file /etc/shop/shop.conf'

grep -qx 'PasswordAuthentication no' /etc/ssh/sshd_config
say 'line in /etc/ssh/sshd_config'
grep -qxF '192.0.2.10 logs.example.net' /etc/hosts
say 'line in /etc/hosts'
grep -qx 'SystemMaxUse=200M' /etc/systemd/journald.conf
say 'line in /etc/systemd/journald.conf'

links=$(stat -c %N /opt/shop/current /opt/shop/etc /opt/shop/log 2>/dev/null)
has "$links" "'/opt/shop/current' -> '/opt/shop/releases'"
say 'link /opt/shop/current'
has "$links" "'/opt/shop/etc' -> '/etc/shop'"
say 'link /opt/shop/etc'
has "$links" "'/opt/shop/log' -> '/var/log/shop'"
say 'link /opt/shop/log'

services=$(systemctl show -p Id -p ActiveState -p UnitFileState cron rsyslog ssh)
for name in cron rsyslog ssh; do
  has "$services" "Id=$name.service${nl}ActiveState=active${nl}UnitFileState=enabled"
  say "service $name"
done
