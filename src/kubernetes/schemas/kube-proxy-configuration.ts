import { clientConnection, logging } from "./component-base.ts";
import {
  boolean,
  choiceOrNone,
  document,
  duration,
  type Fields,
  featureGates,
  integer,
  nullable,
  string,
  strings,
  struct,
} from "./fields.ts";

/** The API version of kube-proxy's configuration, in all releases that lab knows. */
export const kubeProxyV1alpha1 = "kubeproxy.config.k8s.io/v1alpha1";

const periods: Fields = {
  syncPeriod: duration("Longest time between two looks at all rules."),
  minSyncPeriod: duration("Shortest time between changes of rules."),
};

const masquerade: Fields = {
  masqueradeBit: nullable(integer("Bit of the mark that means SNAT.", { minimum: 0, maximum: 31 })),
  masqueradeAll: boolean("All traffic to services is SNATed."),
};

/**
 * KubeProxyConfiguration, with the fields of all minors from 1.28 on; `nftables` from 1.29, `iptables.snatNodeInternalIP` is
 * newer than 1.35.
 */
export const kubeProxyConfiguration = document(kubeProxyV1alpha1, "KubeProxyConfiguration", {
  featureGates: featureGates("Feature gates of kube-proxy."),
  clientConnection,
  logging,
  hostnameOverride: string("Name of the node."),
  bindAddress: string("The node's address."),
  healthzBindAddress: string("Address and port of the health check."),
  metricsBindAddress: string("Address and port of metrics."),
  bindAddressHardFail: boolean("A port in use is an error."),
  enableProfiling: boolean("Serves /debug/pprof."),
  showHiddenMetricsForVersion: string("Older minor version whose hidden metrics are shown."),
  mode: choiceOrNone("How services are carried out.", ["iptables", "ipvs", "nftables", "kernelspace"]),
  iptables: struct("For the mode iptables.", {
    ...masquerade,
    localhostNodePorts: nullable(boolean("Node ports answer on localhost.")),
    snatNodeInternalIP: nullable(boolean("SNAT uses the node's internal address.")),
    ...periods,
  }),
  ipvs: struct("For the mode ipvs.", {
    ...periods,
    scheduler: string("Scheduler of IPVS."),
    excludeCIDRs: strings("Services to leave alone."),
    strictARP: boolean("ARP is answered by the right interface only."),
    tcpTimeout: duration("For idle TCP sessions."),
    tcpFinTimeout: duration("For TCP sessions after a FIN."),
    udpTimeout: duration("For UDP."),
  }),
  nftables: struct("For the mode nftables.", { ...masquerade, ...periods }),
  winkernel: struct("For Windows.", {
    networkName: string("Name of the network."),
    sourceVip: string("Source address."),
    enableDSR: boolean("Direct server return."),
    rootHnsEndpointName: string("Name of the root endpoint."),
    forwardHealthCheckVip: boolean("Health checks are forwarded."),
  }),
  detectLocalMode: choiceOrNone("How local traffic is told.", [
    "ClusterCIDR",
    "NodeCIDR",
    "BridgeInterface",
    "InterfaceNamePrefix",
  ]),
  detectLocal: struct("For some of these modes.", {
    bridgeInterface: string("The bridge."),
    interfaceNamePrefix: string("How names of interfaces begin."),
  }),
  clusterCIDR: string("Addresses of pods; for dual stack two of them, with a comma between."),
  nodePortAddresses: strings("Networks whose addresses answer node ports."),
  oomScoreAdj: nullable(integer("oom_score_adj of kube-proxy.", { minimum: -1000, maximum: 1000 })),
  conntrack: struct("Connection tracking.", {
    maxPerCore: nullable(integer("Connections per core; 0 leaves the limit alone.", { minimum: 0 })),
    min: nullable(integer("Connections at least.", { minimum: 0 })),
    tcpEstablishedTimeout: nullable(duration("For idle TCP connections.")),
    tcpCloseWaitTimeout: nullable(duration("For TCP connections in CLOSE_WAIT.")),
    tcpBeLiberal: boolean("Packets out of the window are not invalid."),
    udpTimeout: duration("For unanswered UDP."),
    udpStreamTimeout: duration("For answered UDP."),
  }),
  configSyncPeriod: duration("Time between full reads of the API."),
  portRange: string("Without effect."),
  windowsRunAsService: boolean("Runs as a service of Windows."),
});
