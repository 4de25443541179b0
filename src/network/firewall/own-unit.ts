/** The unit that brings lab's rules back at each boot, for kinds that keep none themselves. */
export const unitName = "lab-firewall.service";
export const unitPath = `/etc/systemd/system/${unitName}`;

/** The program that it starts. */
export const scriptPath = "/usr/local/sbin/lab-firewall";

/** What was loaded, while the host is up: hashes of the script, and of the rules as the kernel then had them. */
export const recordPath = "/run/lab-firewall";

const others = "nftables.service netfilter-persistent.service iptables.service ip6tables.service";

/**
 * After the rules of others, since lab's stand beside them, and before there is a network. Whoever loads those anew
 * empties the tables, so lab's are loaded anew as well.
 */
export const unitText = `# Written by lab: changes made here are overwritten.
[Unit]
Description=Firewall rules of lab
DefaultDependencies=no
RequiresMountsFor=/usr/local/sbin
Wants=network-pre.target
After=local-fs.target ${others}
Before=network-pre.target shutdown.target
Conflicts=shutdown.target
PartOf=${others}
ReloadPropagatedFrom=${others}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${scriptPath} start
ExecReload=${scriptPath} start
ExecStop=${scriptPath} stop

[Install]
WantedBy=sysinit.target
`;

/** The program around the functions `start_rules`, `stop_rules` and `list_rules` of a kind. */
export function ownScript(functions: string): string {
  return `#!/bin/sh
# Written by lab: changes made here are overwritten.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
${functions}
case \${1-} in
  start)
    start_rules || exit
    printf '%s %s\\n' "$(sha256sum <"$0")" "$(list_rules | sha256sum)" >${recordPath}
    ;;
  stop)
    rm -f ${recordPath}
    stop_rules
    ;;
  *)
    echo "usage: lab-firewall start|stop" >&2
    exit 2
    ;;
esac
`;
}
