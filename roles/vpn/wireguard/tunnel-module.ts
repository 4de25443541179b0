import { isDeepStrictEqual } from "node:util";
import type { RunChange } from "../../../src/resources/change.ts";
import { defineModule } from "../../../src/resources/module.ts";
import { pathState } from "../../../src/resources/path-probe.ts";
import type { PathState } from "../../../src/resources/path-state.ts";
import { planFileContent } from "../../../src/resources/plan-file-content.ts";
import { resource } from "../../../src/resources/resource.ts";
import { type ServiceState, serviceState } from "../../../src/resources/service-probe.ts";
import { type LiveTunnel, liveTunnel, wantedLive } from "./live-tunnel.ts";
import { tunnelFile, tunnelInterface, tunnelUnit } from "./paths.ts";
import { syncScript } from "./sync-script.ts";
import { tunnelText } from "./tunnel-file.ts";

const text = { type: "string", minLength: 1 } as const;

/** lab0.conf, and the interface as long as it is up; starting it is the service's work. */
export const tunnelModule = defineModule({
  name: "wireguard_tunnel",
  summary: "Describes a tunnel of WireGuard to wg-quick, and keeps the running one in line without a cut.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["address", "port", "mtu", "key_file", "peers"],
    properties: {
      address: { ...text, description: "With prefix length: 10.99.0.1/24." },
      port: { type: "integer", description: "UDP port to listen on." },
      mtu: { type: "integer", description: "Bytes." },
      key_file: { ...text, description: "The private key on the host." },
      note: { type: "string", description: "What is shown beside the task." },
      peers: {
        type: "array",
        description: "The others.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["name", "public_key", "allowed_ips"],
          properties: {
            name: { ...text, description: "Name of the node." },
            public_key: { ...text, description: "In base64." },
            allowed_ips: { type: "array", items: text, description: "Networks that are behind it." },
            endpoint: { ...text, description: "Host and port." },
            keepalive: { type: "integer", description: "Seconds." },
          },
        },
      },
    },
  },
  example: `- name: Describe the tunnel
  wireguard_tunnel:
    address: 10.99.0.1/24
    port: 51820
    mtu: 1420
    key_file: /etc/wireguard/lab0.key
    peers: []`,
  build({ key_file, peers, note, ...rest }) {
    const tunnel = {
      ...rest,
      keyFile: key_file,
      peers: peers.map(({ name, public_key, allowed_ips, endpoint = null, keepalive = null }) => ({
        ...{ name, endpoint, keepalive },
        publicKey: public_key,
        allowedIps: allowed_ips,
      })),
    };
    const content = { kind: "text", text: tunnelText(tunnel) } as const;
    const wanted = wantedLive(tunnel);
    return resource({
      id: `tunnel ${tunnelInterface}`,
      guarded: true,
      probes: {
        file: pathState({ path: tunnelFile, content: "always" }),
        live: liveTunnel({}),
        service: serviceState({ unit: tunnelUnit }),
      },
      plan: ({ file, live, service }) => {
        const ownership = { mode: "0600", owner: "root", group: "root" };
        const secret = holdsKey(file);
        const plan = planFileContent({ path: tunnelFile, content, ...ownership, secret }, file);
        if (plan.kind !== "changes") return plan;
        const isFileNew = plan.changes.length > 0;
        const changes = [...plan.changes, ...runningChanges(isFileNew, live, wanted, service)];
        return { kind: "changes", changes, ...(note === undefined ? {} : { message: note }) };
      },
      after: ({ live, service }) => ({ live: live.kind === "up" || isRunning(service) ? wanted : live }),
    });
  },
});

/** What somebody else has written there may hold a key, as lab's own file never does. */
function holdsKey(file: PathState): boolean {
  if (file.kind !== "file" || file.content === null) return false;
  return file.content.kind !== "text" || /^\s*(PrivateKey|PresharedKey)/im.test(file.content.text);
}

const isRunning = (service: ServiceState): boolean => service.kind === "unit" && service.active === "active";

/** What is up is brought in line; what wg-quick brought up and has gone since, as wireguard-go may, is brought back. */
function runningChanges(
  isFileNew: boolean,
  live: LiveTunnel,
  wanted: LiveTunnel,
  service: ServiceState,
): RunChange[] {
  if (live.kind === "up") return isFileNew || !isDeepStrictEqual(live, wanted) ? [sync] : [];
  return isRunning(service) ? [restart] : [];
}

const timeoutMs = 60_000;

const sync: RunChange = {
  kind: "run",
  summary: `bring ${tunnelInterface} in line`,
  script: syncScript,
  afterUndo: syncScript,
  isLocal: true,
  timeoutMs,
};

const restart: RunChange = {
  kind: "run",
  summary: `bring ${tunnelInterface} back`,
  script: `systemctl restart ${tunnelUnit}`,
  afterUndo: syncScript,
  isLocal: true,
  timeoutMs,
};
