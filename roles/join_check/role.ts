import { findingsModule as findings } from "../../src/kubernetes/health/findings-module.ts";
import { settleFindings } from "../../src/kubernetes/preflight/settle-findings.ts";
import { checkOutside } from "../../src/network/join/check-outside.ts";
import { checkPing } from "../../src/network/join/check-ping.ts";
import { namesWithoutRoute } from "../../src/network/join/check-routes.ts";
import { vpnKinds } from "../../src/network/join/check-vpn.ts";
import { checkWaysBack } from "../../src/network/join/check-ways-back.ts";
import { judgeGround, judgeWay } from "../../src/network/join/judge-join.ts";
import { checkPaths } from "../../src/network/paths/check-paths.ts";
import { defineRole, task } from "../../src/role/role.ts";
import { joinNodes, joinPeers, ownQuestions, peerAnswers, peerQuestions } from "./join-questions.ts";

const checks = [
  "interface",
  "vpn",
  "route",
  "source",
  "reachability",
  "ping",
  "mtu",
  "outside",
  "dns",
  "clock",
  "cidr",
] as const;

const someChecks = { type: "array", items: { enum: checks } } as const;

export default defineRole({
  name: "join_check",
  summary: "Says before a host joins its cluster what of the network between them would keep it from that.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      before_vpn: {
        type: "boolean",
        description:
          "Asks only for what must hold before the VPN is up, which leads to the cluster. Default: false.",
      },
      vpn: {
        enum: [...vpnKinds, "none"],
        description: "The VPN that leads to the cluster, and must be up. Default: none.",
      },
      reach: {
        type: "array",
        items: {
          type: "string",
          pattern: "^(https?://)?(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/\\S*)?$",
          errorMessage: "must be a URL, or a host with :port",
        },
        description:
          "Servers outside that must answer: a login server, a mirror. `[https://headscale.example, login.tailscale.com:443]`.",
      },
      names: {
        type: "array",
        items: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9.-]*$", errorMessage: "must be a DNS name" },
        description: "DNS names that must resolve, beside those of the endpoint and of `reach`.",
      },
      skip: { ...someChecks, description: "Checks that are left out: `[mtu, ping]`." },
      warn: { ...someChecks, description: "Checks whose errors are only told." },
      clock_tolerance: {
        type: "integer",
        minimum: 0,
        description: "Seconds by which clocks may differ. Default: 2.",
      },
      api_port: {
        type: "integer",
        minimum: 1,
        maximum: 65_535,
        description: "Port on which control planes serve the API. Default: 6443.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    const apiPort = args.api_port ?? 6443;
    const nodes = joinNodes(host, cluster);
    const peers = args.before_vpn === true ? [] : joinPeers(host, cluster, apiPort);
    const terms = {
      host,
      networks: cluster,
      vpn: args.vpn === undefined || args.vpn === "none" ? null : args.vpn,
      toleranceMs: (args.clock_tolerance ?? 2) * 1000,
    };
    const leniency = { skip: args.skip ?? [], warn: args.warn ?? [], ignored: [] };
    const own = ownQuestions(cluster, peers, { names: args.names ?? [], reach: args.reach ?? [] });
    if (args.before_vpn === true) {
      return [
        task(
          "Check the network that the VPN needs",
          findings,
          ({ facts, condition, links, clock, paths: _none, outside, ...answers }) => {
            const network = { facts, condition, links, clock };
            const found = [
              ...judgeGround(network, terms, peerAnswers(nodes, answers)),
              ...checkOutside(outside),
            ];
            return { found: settleFindings(found, leniency) };
          },
          { uses: { ...own, ...peerQuestions(host, nodes, null) } },
        ),
      ];
    }
    return [
      task(
        "Check the network to the cluster",
        findings,
        ({ facts, condition, links, clock, paths, outside, ...answers }) => {
          const network = { facts, condition, links, clock };
          const said = peerAnswers(nodes, answers);
          const lost = new Set(said.filter((peer) => !peer.clock).map(({ name }) => name));
          const routeless = namesWithoutRoute(links, peers);
          const found = [
            ...judgeWay(network, terms, peers),
            ...checkPaths(
              paths.filter(({ name }) => !routeless.has(name)),
              lost,
            ),
            ...checkWaysBack(said),
            ...checkPing(paths),
            ...judgeGround(network, terms, said),
            ...checkOutside(outside),
          ];
          return { found: settleFindings(found, leniency) };
        },
        { uses: { ...own, ...peerQuestions(host, nodes, apiPort) } },
      ),
    ];
  },
});
