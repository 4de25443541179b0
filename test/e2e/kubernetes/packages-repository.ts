/** Where the repositories of `kubernetesRepository` are served, on the host itself. */
export const repositoryUrl = "http://127.0.0.1:8099/v{minor}/deb/";

/**
 * sh for a Debian host: signed repositories of the minors 1.33 and 1.34, laid out as those of pkgs.k8s.io, served on the
 * loopback interface. Their packages have the names, versions, files and dependencies of the real ones, and each its own time;
 * the programs only tell their version. Served by a unit, so that the host may be rebooted.
 */
export const kubernetesRepository = `set -e
export DEBIAN_FRONTEND=noninteractive GNUPGHOME=/srv/keys
apt-get -q -y update
apt-get -q -y install --no-install-recommends gpg gpg-agent busybox
mkdir -p -m 0700 /srv/keys
gpg --batch --passphrase '' --quick-gen-key 'Packages for tests <nobody@example.com>' ed25519 sign never
build() { # folder name version depends
  printf '%s\\n' "Package: $2" "Version: $3" "Depends: $4" 'Architecture: all' \\
    'Maintainer: nobody <nobody@example.com>' 'Description: for a test' | grep -v ': $' >/srv/build/DEBIAN/control
  lab_time=$((\${lab_time:-1700000000} + 60))
  find /srv/build -exec touch -d "@$lab_time" {} +
  dpkg-deb -b /srv/build "$1/$2_$3_all.deb"
  rm -rf /srv/build
}
program() { # path, then what it prints
  mkdir -p "/srv/build/DEBIAN" "/srv/build/\${1%/*}"
  printf '#!/bin/sh\\necho "%s"\\n' "$2" >"/srv/build/$1"
  chmod 755 "/srv/build/$1"
}
release() { # minor, then versions
  lab_folder=/srv/kubernetes/v$1/deb
  mkdir -p "$lab_folder"
  shift
  program usr/bin/crictl 'crictl version'
  build "$lab_folder" cri-tools 1.33.0-1.1 ''
  program opt/cni/bin/bridge 'CNI bridge plugin'
  build "$lab_folder" kubernetes-cni 1.6.0-1.1 ''
  for lab_version in "$@"; do
    program usr/bin/kubectl "v$lab_version"
    build "$lab_folder" kubectl "$lab_version-1.1" ''
    program usr/bin/kubeadm "v$lab_version"
    mkdir -p /srv/build/usr/lib/systemd/system/kubelet.service.d
    printf '[Service]\\nEnvironmentFile=-/etc/default/kubelet\\n' >/srv/build/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf
    build "$lab_folder" kubeadm "$lab_version-1.1" 'cri-tools (>= 1.30.0)'
    program usr/bin/kubelet "Kubernetes v$lab_version"
    mkdir -p /srv/build/usr/lib/systemd/system /srv/build/etc/kubernetes/manifests
    printf '%s\\n' '[Service]' 'ExecStart=/bin/sleep infinity' '[Install]' 'WantedBy=multi-user.target' \\
      >/srv/build/usr/lib/systemd/system/kubelet.service
    build "$lab_folder" kubelet "$lab_version-1.1" 'kubernetes-cni (>= 1.2.0)'
  done
  cd "$lab_folder"
  for lab_package in *.deb; do
    dpkg-deb -f "$lab_package"
    echo "Filename: ./$lab_package"
    echo "Size: $(stat -c %s "$lab_package")"
    echo "SHA256: $(sha256sum "$lab_package" | cut -d ' ' -f 1)"
    echo
  done >Packages
  printf '%s\\n' "Date: $(LC_ALL=C date -u -R)" 'Suite: /' SHA256: \\
    " $(sha256sum Packages | cut -d ' ' -f 1) $(stat -c %s Packages) Packages" >Release
  gpg --batch --yes --clearsign -o InRelease Release
  gpg --armor --export >Release.key
}
release 1.33 1.33.3 1.33.4
release 1.34 1.34.2
systemd-run --unit=test-repository busybox httpd -f -p 127.0.0.1:8099 -h /srv/kubernetes
`;
