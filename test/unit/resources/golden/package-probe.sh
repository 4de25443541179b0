LC_ALL=C
export LC_ALL
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
echo manager apt
set -- /var/lib/apt/lists/*_Packages*
if [ -e "$1" ]; then echo lists "$(($(date +%s) - $(stat -c %Y /var/lib/apt/lists)))"; fi
dpkg-query -W -f='${Package}|${Version}|${db:Status-Abbrev}|${Architecture}|${Provides}\n' | grep -E '(^|[|, ])(jq|g\+\+)([|, (]|$)'
echo ---
apt-cache policy -- 'jq' 2>/dev/null
elif command -v dnf >/dev/null && command -v rpm >/dev/null; then
echo manager dnf
set -- /var/lib/apt/lists/*_Packages*
if [ -e "$1" ]; then echo lists "$(($(date +%s) - $(stat -c %Y /var/lib/apt/lists)))"; fi
rpm -q --qf 'installed %{NAME} %{VERSION}-%{RELEASE}\n' -- 'jq' 'g++' || for name in 'jq' 'g++'; do
  rpm -q --whatprovides --qf "provided $name %{VERSION}-%{RELEASE}\n" -- "$name"
done
sed 's/^/lock /' /etc/dnf/plugins/versionlock.list 2>/dev/null
dnf -q -C repoquery --latest-limit=1 --qf 'candidate %{name} %{version}-%{release}\n' 'jq' 2>/dev/null
elif command -v zypper >/dev/null && command -v rpm >/dev/null; then
echo manager zypper
set -- /var/lib/apt/lists/*_Packages*
if [ -e "$1" ]; then echo lists "$(($(date +%s) - $(stat -c %Y /var/lib/apt/lists)))"; fi
rpm -q --qf 'installed %{NAME} %{VERSION}-%{RELEASE}\n' -- 'jq' 'g++' || for name in 'jq' 'g++'; do
  rpm -q --whatprovides --qf "provided $name %{VERSION}-%{RELEASE}\n" -- "$name"
done
sed -n 's/^solvable_name: */lock /p' /etc/zypp/locks 2>/dev/null
zypper --non-interactive --quiet --no-refresh info 'jq' 2>/dev/null | awk '/^Name +:/ { name = $3 } /^Version +:/ { print "candidate", name, $3 }'
elif command -v apk >/dev/null && [ -d /lib/apk/db ]; then
echo manager apk
set -- /var/lib/apt/lists/*_Packages*
if [ -e "$1" ]; then echo lists "$(($(date +%s) - $(stat -c %Y /var/lib/apt/lists)))"; fi
apk info -e -v 'jq' 'g++'
echo ---
apk version -l '<' 'jq'
fi
:
