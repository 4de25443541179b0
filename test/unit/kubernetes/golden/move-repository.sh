find /etc/apt/sources.list.d /etc/yum.repos.d /etc/zypp/repos.d -type f 2>/dev/null | while read -r file; do
  if grep -q 'pkgs\.k8s\.io/core:/stable:/v1\.33/' "$file"; then sed -i 's#\(pkgs\.k8s\.io/core:/stable:/v\)1\.33\(/\)#\11.34\2#g' "$file" || exit; fi
done
