/**
 * sh for a Debian host: a source of packages of its own, which differ by what is hard to take back. `lab-demo` 1.0 and 2.0
 * leave a user and a folder behind, 2.0 needs `lab-extra`; `lab-rival` cannot be there together with `lab-demo`.
 */
export const ownPackages = `set -e
mkdir -p /srv/packages
build() {
  rm -rf /srv/build
  mkdir -p /srv/build/DEBIAN /srv/build/etc
  printf '%s\\n' "Package: $1" "Version: $2" "Depends: $3" "Conflicts: $4" 'Architecture: all' \\
    'Maintainer: nobody <nobody@example.com>' 'Description: for a test' |
    grep -v ': $' >/srv/build/DEBIAN/control
  echo "$1 $2" >"/srv/build/etc/$1.conf"
  echo "/etc/$1.conf" >/srv/build/DEBIAN/conffiles
  if [ "$1" = lab-demo ]; then
    printf '%s\\n' '#!/bin/sh' 'getent passwd _demo >/dev/null || useradd -r _demo' \\
      'mkdir -p /var/lib/lab-demo && : >/var/lib/lab-demo/data' >/srv/build/DEBIAN/postinst
    chmod 755 /srv/build/DEBIAN/postinst
  fi
  dpkg-deb -b /srv/build "/srv/packages/$1_$2.deb"
}
build lab-base 1.0 '' ''
build lab-extra 1.0 '' ''
build lab-demo 1.0 lab-base ''
build lab-demo 2.0 'lab-base, lab-extra' ''
build lab-rival 1.0 '' lab-demo
cd /srv/packages
for package in *.deb; do
  dpkg-deb -f "$package"
  echo "Filename: ./$package"
  echo "Size: $(stat -c %s "$package")"
  echo "SHA256: $(sha256sum "$package" | cut -d ' ' -f 1)"
  echo
done >Packages
echo 'deb [trusted=yes] file:/srv/packages ./' >/etc/apt/sources.list.d/own.list
apt-get update`;
