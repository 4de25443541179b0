import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { firewallProbes } from "../../../../src/network/firewall/firewall-states.ts";
import {
  forwardPolicy,
  inputPolicy,
  trustedZone,
} from "../../../../src/network/firewall/firewalld-policies.ts";
import {
  iptablesRemovalFunctions,
  iptablesScript,
} from "../../../../src/network/firewall/iptables-script.ts";
import { nftRemovalFunctions } from "../../../../src/network/firewall/nft-list-script.ts";
import { nftScript } from "../../../../src/network/firewall/nft-script.ts";
import { unitText } from "../../../../src/network/firewall/own-unit.ts";
import { ufwRules } from "../../../../src/network/firewall/ufw-commands.ts";
import { expectReviewed } from "../expect-reviewed.ts";
import { closingChains, exampleFirewall } from "./example-firewall.ts";

const golden = (text: string, name: string) => expect(text).toMatchFileSnapshot(`golden/${name}`);

describe("what is written for a firewall", () => {
  it("is a table of its own in nftables, where nothing closes the host", async () => {
    await expectReviewed(nftScript(exampleFirewall, []), "nftables-own");
  });

  it("goes into the chains that close the host, where there are any", async () => {
    await expectReviewed(nftScript(exampleFirewall, closingChains), "nftables-joined");
  });

  it("is a chain and one rule in iptables and ip6tables", async () => {
    await expectReviewed(iptablesScript(exampleFirewall), "iptables");
  });

  it("comes back at boot by a unit", async () => {
    await golden(unitText, "lab-firewall.service");
  });

  it("is two policies and a zone in firewalld", async () => {
    const texts = [inputPolicy(exampleFirewall.rules), forwardPolicy(exampleFirewall.podNetworks)];
    await golden(texts[0] ?? "", "lab-input.xml");
    await golden(texts[1] ?? "", "lab-forward.xml");
    await golden(trustedZone(exampleFirewall) ?? "", "lab.xml");
    expect(trustedZone({ ...exampleFirewall, rules: [] })).toBeNull();
  });

  it("is rules with comments in ufw", async () => {
    const lines = ufwRules(exampleFirewall).map(
      ({ words, comment }) => `ufw ${words} comment '${comment}'\n`,
    );
    await golden(lines.join(""), "ufw.txt");
  });

  it("is asked for, and taken away, by sound scripts", async () => {
    await expectReviewed(firewallProbes.firewall.kind.script([{}]), "probe");
    for (const functions of [nftRemovalFunctions, iptablesRemovalFunctions]) {
      for (const shell of [["dash"], ["busybox", "sh"]]) {
        const [program = "", ...args] = [...shell, "-n"];
        const { status, stderr } = spawnSync(program, args, { input: functions, encoding: "utf8" });
        expect([status, stderr]).toEqual([0, ""]);
      }
    }
  });
});
