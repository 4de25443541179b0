/** Folder in a host with what differs between hosts: authorized_keys and admin-password, read at each start. */
export const hostSetupFolder = "/etc/lab-sandbox";

/** What runs as PID 1 in the container and becomes systemd. */
export const hostInit = "/usr/lib/lab-sandbox/init";

/** Runs at each start of a host, before systemd. */
const initScript = String.raw`#!/bin/sh
# Docker mounts these read-only for containers that are not privileged.
mount -o remount,rw /proc/sys
if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
  mount -o remount,rw /sys/fs/cgroup
fi
for user in root lab admin; do
  home=$(getent passwd "$user" | cut -d : -f 6)
  if [ -f ${hostSetupFolder}/authorized_keys ] && [ ! -e "$home/.ssh/authorized_keys" ]; then
    install -d -m 700 -o "$user" -g "$user" "$home/.ssh"
    install -m 600 -o "$user" -g "$user" ${hostSetupFolder}/authorized_keys "$home/.ssh/authorized_keys"
  fi
done
if [ -f ${hostSetupFolder}/admin-password ]; then
  printf 'admin:%s\n' "$(cat ${hostSetupFolder}/admin-password)" | chpasswd
  rm ${hostSetupFolder}/admin-password
fi
export container=docker
exec /sbin/init
`;

/**
 * sh that turns a Debian tree with the host packages into a sandbox host; runs once, as root inside that tree, while
 * the image is built. User lab has sudo without, user admin with a password.
 */
export const hostSetupScript = String.raw`set -eu
install -d -m 755 /usr/lib/lab-sandbox ${hostSetupFolder}
cat > ${hostInit} <<'END_OF_INIT'
${initScript}END_OF_INIT
chmod 755 ${hostInit}

for user in lab admin; do
  useradd --create-home --shell /bin/bash "$user"
done
printf 'lab ALL=(ALL:ALL) NOPASSWD: ALL\n' > /etc/sudoers.d/lab
printf 'admin ALL=(ALL:ALL) ALL\n' > /etc/sudoers.d/admin
chmod 440 /etc/sudoers.d/lab /etc/sudoers.d/admin

# Each host gets an identity of its own: the key is copied in before the start, the id is made by systemd.
rm -f /etc/ssh/ssh_host_*
: > /etc/machine-id
rm -f /var/lib/dbus/machine-id

# No terminals, no devices, no swap; and nothing that takes apt's lock behind the back of a play.
systemctl mask --quiet console-getty.service getty.target systemd-logind.service systemd-udevd.service \
  systemd-udev-trigger.service systemd-firstboot.service dev-hugepages.mount sys-kernel-debug.mount \
  sys-kernel-tracing.mount sys-kernel-config.mount apt-daily.timer apt-daily-upgrade.timer
systemctl set-default --quiet multi-user.target
systemctl enable --quiet ssh.service
rm -f /usr/sbin/policy-rc.d /.dockerenv
apt-get clean
`;

/** dpkg settings of the hosts: no manuals and translations, and no waiting for the disk. */
export const dpkgSettings: readonly string[] = [
  "force-unsafe-io",
  "path-exclude=/usr/share/man/*",
  "path-exclude=/usr/share/locale/*",
  "path-exclude=/usr/share/doc/*",
  "path-include=/usr/share/doc/*/copyright",
];
