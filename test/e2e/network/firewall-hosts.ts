import type { FirewallKind } from "../../../src/network/firewall/firewall-kind.ts";
import { forwardPolicy, inputPolicy, trustedZone } from "../../../src/network/firewall/firewalld-policies.ts";
import { restoreText } from "../../../src/network/firewall/iptables-script.ts";
import { nftInput } from "../../../src/network/firewall/nft-rules.ts";
import { ownTableText } from "../../../src/network/firewall/nft-script.ts";
import { ufwRules } from "../../../src/network/firewall/ufw-commands.ts";
import { hereDocument } from "../../../src/resources/here-document.ts";
import { exampleFirewall } from "../../unit/network/firewall/example-firewall.ts";

/** What the tests need to know of a kind, beside what lab knows. */
export interface FirewallHost {
  readonly kind: FirewallKind;
  /** sh that makes the host as a user would have it who has never heard of lab. */
  readonly install: string;
  /** sh that makes rules of somebody else's: 8080 is let in, 9090 refused, and so is all that nobody names. */
  readonly foreign: string;
  /** sh by which the kind itself checks one rule of each sort. */
  readonly validate: string;
  /** sh that prints all rules, without counters. */
  readonly snapshot: string;
  /** sh that takes SSH out of what others let in, and back; where lab's rule is not the only one. */
  readonly withoutSsh?: string;
  readonly withSsh?: string;
}

const apt = (...names: readonly string[]): string =>
  `DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${names.join(" ")} >/dev/null 2>&1`;

/** As a sequence of orders to both families. */
const both = (...orders: readonly string[]): string =>
  orders.map((order) => `iptables ${order} && ip6tables ${order}`).join(" && ");

/** One host of each kind. */
export const firewallHosts: readonly FirewallHost[] = [
  {
    kind: "nftables",
    install: ":",
    foreign: `cat >/etc/nftables.conf <<'END'
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		tcp dport { 22, 8080 } accept comment "not lab's"
		tcp dport 9090 reject
	}
	chain forward {
		type filter hook forward priority filter; policy accept;
		ip saddr 192.0.2.0/24 accept
		drop
	}
}
END
systemctl enable -q --now nftables`,
    validate: `nft -c -f - ${hereDocument(ownTableText(nftInput(exampleFirewall.rules)))}`,
    snapshot: "nft -s list ruleset",
  },
  {
    kind: "iptables",
    install: ":",
    foreign: both(
      "-P FORWARD DROP",
      "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
      "-A INPUT -p tcp -m multiport --dports 22,8080 -m comment --comment 'not of lab' -j ACCEPT",
      "-A INPUT -p tcp --dport 9090 -j REJECT",
      "-A INPUT -j DROP",
    ),
    validate: (["iptables", "ip6tables"] as const)
      .map(
        (tool) => `${tool}-restore --test ${hereDocument(`${restoreText(tool, exampleFirewall)}COMMIT\n`)}`,
      )
      .join("\n"),
    snapshot: "iptables -S; ip6tables -S",
  },
  {
    kind: "ufw",
    install: apt("ufw"),
    foreign:
      "{ ufw allow 22/tcp; ufw allow 8080/tcp comment 'not of lab'; ufw deny 9090; ufw --force enable; } >/dev/null",
    validate: `set -e
${ufwRules(exampleFirewall)
  .map(({ words, comment }) => `ufw --dry-run ${words} comment '${comment}' >/dev/null`)
  .join("\n")}`,
    snapshot: "ufw status verbose; ufw show added; sha256sum /etc/ufw/*; iptables -S; ip6tables -S",
  },
  {
    kind: "firewalld",
    install: apt("firewalld"),
    foreign:
      "{ for o in --add-port=8080/tcp '--add-rich-rule=rule port port=9090 protocol=tcp reject'; do firewall-cmd --permanent \"$o\"; done; firewall-cmd --reload; } >/dev/null",
    validate: `set -e
cp -a /etc/firewalld /tmp/checked
cat >/tmp/checked/policies/lab-input.xml ${hereDocument(inputPolicy(exampleFirewall.rules))}
cat >/tmp/checked/policies/lab-forward.xml ${hereDocument(forwardPolicy(exampleFirewall.podNetworks))}
cat >/tmp/checked/zones/lab.xml ${hereDocument(trustedZone(exampleFirewall) ?? "")}
firewall-offline-cmd --system-config /tmp/checked --check-config
rm -r /tmp/checked`,
    snapshot: `firewall-cmd --list-all-zones; firewall-cmd --list-all-policies
cd /etc/firewalld && find . -type f ! -name '*.old' -exec sha256sum {} + | sort`,
    withoutSsh: "firewall-cmd -q --permanent --remove-service=ssh && firewall-cmd -q --reload",
    withSsh: "firewall-cmd -q --permanent --add-service=ssh && firewall-cmd -q --reload",
  },
];
