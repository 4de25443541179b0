/**
 * Functions of sh that only read. lab_tools prints the tools that work here; lab_iptables_list what lab has in both
 * families: its chains, its rule in INPUT with all that follows it, and that in FORWARD, which is of use where that is closed.
 */
export const iptablesListFunctions = `lab_tools() {
  for lab_tool in iptables ip6tables; do
    if "$lab_tool" -w 5 -S INPUT >/dev/null 2>&1; then echo "$lab_tool"; fi
  done
}
lab_iptables_list() {
  for lab_tool in $(lab_tools); do
    for lab_chain in LAB-INPUT LAB-FORWARD; do
      "$lab_tool" -w 5 -S "$lab_chain" 2>/dev/null | sed "s/^/$lab_tool /"
    done
    "$lab_tool" -w 5 -S INPUT | sed -n "/ -j LAB-INPUT$/,\\$s/^/$lab_tool /p"
    "$lab_tool" -w 5 -S FORWARD | sed -n "/ -j LAB-FORWARD$/s/^/$lab_tool /p; /^-P FORWARD DROP$/s/^/$lab_tool /p"
  done
}`;
