export LC_ALL=C
lab_list() {
  { rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE} installed\n'; } | sort
}
lab_record() (
  cd "${LAB_ENTRY:-/dev/null}" 2>/dev/null || exit 0
  for lab_kind in passwd group; do
    awk -F : -v "kind=$lab_kind" '$3 < 1000 { print kind, $1 }' "/etc/$lab_kind"
  done | sort >"accounts.$1" || exit
  printf '%s\n' /etc/* /etc/.[!.]* /var/lib/* | sort >"folders.$1" || exit
  lab_list >"packages.$1.new" && mv "packages.$1.new" "packages.$1"
)
lab_record before
(
ZYPP_LOCK_TIMEOUT=${lab_patience:-300} zypper --non-interactive refresh || exit
ZYPP_LOCK_TIMEOUT=${lab_patience:-300} zypper --non-interactive install --oldpackage 'jq' || case $? in 102 | 103) ;; *) exit 1 ;; esac
)
lab_code=$?
lab_record after
exit "$lab_code"