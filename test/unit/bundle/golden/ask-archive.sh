if read -r lab_sum 2>/dev/null <'/opt/cni/bin/.lab-cni-plugins'; then
  if (cd '/opt/cni/bin' && sed 1d '/opt/cni/bin/.lab-cni-plugins' | sha256sum -c) >/dev/null 2>&1; then lab_is=whole; else lab_is=broken; fi
  printf '%s %s %s\n' ed1ee742d7a989a7 "$lab_sum" "$lab_is"
fi
