zypper --non-interactive refresh || exit
zypper --non-interactive install --oldpackage 'jq' || case $? in 102 | 103) ;; *) exit 1 ;; esac