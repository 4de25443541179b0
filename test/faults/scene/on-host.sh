#!/bin/sh
# What the tests of faults do on a host by the way of its container engine, beside the network that they break.
here=/opt/lab-faults
watched="/etc/gate /usr/local/bin /usr/local/lib/gate /etc/systemd/system /etc/sysctl.d /etc/cron.d /etc/logrotate.d /etc/security/limits.d"
LC_ALL=C
export LC_ALL

# Two lines for each file: kind, mode, owner and link target; and its checksum.
list() {
  cd / || exit
  set --
  while read -r path; do set -- "$@" -o -path "$path"; done <$here/exceptions
  shift
  {
    find etc usr/local var/lib -xdev \( "$@" \) -prune -o -printf '/%p\t%y %m %u:%g %l\n'
    find etc usr/local var/lib -xdev \( "$@" \) -prune -o -type f -exec sha256sum {} + |
      sed 's,^\([^ ]*\)  \(.*\)$,/\2\t\1,'
  } | sort
}

keep() {
  list >"$here/$1"
}

# Paths that are not as they were when this state was kept, going by the last list.
differences() {
  comm -3 "$here/$1" $here/now | sed 's/^\t//' | cut -f 1 | uniq
}

# Paths that are not as in the state before, and not as in the converged one; among them what the gateway has read, when
# it is not what is there.
state() {
  list >$here/now
  read=
  has_read_all || read=/run/gate/read
  for other in before converged; do
    { differences $other && echo "$read"; } | sed "s/^/$other\t/"
  done
}

# A service that was just started gets a second to read.
has_read_all() {
  tries=0
  until cat /etc/gate/release /etc/gate/gate.conf /etc/gate/upstreams | cmp -s - /run/gate/read; do
    tries=$((tries + 1))
    [ $tries -lt 10 ] || return 1
    sleep 0.1
  done
}

save() {
  rm -rf $here/tree
  mkdir -p $here/tree/usr $here/tree/var/lib
  cp -a /etc $here/tree/
  cp -a /usr/local $here/tree/usr/
  for folder in /var/lib/*; do
    [ "$folder" = /var/lib/apt ] || cp -a "$folder" $here/tree/var/lib/
  done
  keep before
}

is_folder() {
  [ -d "$1" ] && [ ! -L "$1" ]
}

put_back() {
  list >$here/now
  differences before | while read -r path; do
    old=$here/tree$path
    if is_folder "$path" && is_folder "$old"; then
      chown --reference="$old" "$path"
      chmod --reference="$old" "$path"
    else
      rm -rf "$path"
      if [ -e "$old" ] || [ -L "$old" ]; then cp -a "$old" "$path"; fi
    fi
  done
}

reset() {
  touch /run/gate-go
  umount -R /var/lib/lab 2>/dev/null
  rm -rf /var/lib/lab /run/lab
  put_back
  rm -f /run/gate-go
  sysctl -q -w net.ipv4.tcp_keepalive_time=7200
  systemctl daemon-reload
  systemctl reset-failed gate 2>/dev/null
  systemctl restart gate
  list >$here/now
  differences before
  has_read_all || echo /run/gate/read
  begin_watch
}

# Writes down every content that a watched file is given: event, path, checksum.
record() {
  while IFS='|' read -r event path; do
    case $path in
      */.lab.*) continue ;;
    esac
    sum=$(sha256sum "$path" 2>/dev/null) || sum=-
    printf '%s\t%s\t%s\n' "$event" "$path" "${sum%% *}" >>$here/seen
  done
}

begin_watch() {
  watch_on
  : >$here/seen
}

# A host that has just booted is not watched any more.
watch_on() {
  systemctl is-active --quiet lab-watch || {
    mkdir -p /run/lab-watch
    systemd-run --quiet --collect --unit=lab-watch sh $here/on-host.sh run_watch
  }
  sync_watch
}

run_watch() {
  # shellcheck disable=SC2086 # a list of folders without blanks
  inotifywait -m -r -q --format '%e|%w%f' -e modify -e create -e moved_to /run/lab-watch $watched | record
}

# The watch has seen everything that happened before; it tells by a file that it is shown, at most 10 s later.
sync_watch() {
  tries=0
  until grep -q "sync.$$" $here/seen 2>/dev/null || [ $tries -ge 100 ]; do
    : >"/run/lab-watch/sync.$$"
    tries=$((tries + 1))
    sleep 0.1
  done
  rm -f /run/lab-watch/sync.*
  [ $tries -lt 100 ]
}

seen() {
  sync_watch || echo 'lost the watch'
  grep -v /run/lab-watch/ $here/seen | sort -u
}

# A lock of fcntl, as apt takes it; flock(1) makes another kind.
hold_package_lock() {
  perl -MFcntl -e '
    for my $path ("/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock") {
      open my $file, "+>>", $path or die;
      my $lock = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0);
      fcntl $file, F_SETLKW, $lock or die;
      push @files, $file;
    }
    open my $mark, ">", "/run/held" or die;
    close $mark;
    sleep shift' "$1"
}

"$@"
