import type { ParsedFlags } from "../core/flags.ts";
import { type Fields, type Json, setAt } from "../core/json.ts";
import { kubeadmApis, type Release } from "../core/release.ts";

type Places = Readonly<Record<string, readonly string[]>>;

const clusterPlaces: Places = {
  "control-plane-endpoint": ["controlPlaneEndpoint"],
  "image-repository": ["imageRepository"],
  "kubernetes-version": ["kubernetesVersion"],
  "pod-network-cidr": ["networking", "podSubnet"],
  "service-cidr": ["networking", "serviceSubnet"],
  "service-dns-domain": ["networking", "dnsDomain"],
};
const nodePlaces: Places = {
  "cri-socket": ["nodeRegistration", "criSocket"],
  "node-name": ["nodeRegistration", "name"],
};
const initPlaces: Places = {
  ...nodePlaces,
  "apiserver-advertise-address": ["localAPIEndpoint", "advertiseAddress"],
  "certificate-key": ["certificateKey"],
};
const joinPlaces: Places = {
  ...nodePlaces,
  "discovery-file": ["discovery", "file", "kubeConfigPath"],
  "tls-bootstrap-token": ["discovery", "tlsBootstrapToken"],
};

/** The documents that the flags of `kubeadm init` stand for. */
export function documentsOfFlags(flags: ParsedFlags, release: Release): ReadonlyMap<string, Fields> {
  const cluster = document("ClusterConfiguration", release, flags, clusterPlaces);
  const sans = flags.list("apiserver-cert-extra-sans");
  if (sans.length > 0) setAt(cluster, ["apiServer", "certSANs"], [...sans]);
  const init = document("InitConfiguration", release, flags, initPlaces);
  setNumber(init, ["localAPIEndpoint", "bindPort"], flags.text("apiserver-bind-port"));
  const token = flags.text("token");
  const ttl = flags.text("token-ttl");
  if (token !== undefined || ttl !== undefined)
    init.bootstrapTokens = [
      { ...(token === undefined ? {} : { token }), ...(ttl === undefined ? {} : { ttl }) },
    ];
  return new Map([
    ["ClusterConfiguration", cluster],
    ["InitConfiguration", init],
  ]);
}

/** The JoinConfiguration that the flags of `kubeadm join [ENDPOINT]` stand for. */
export function joinOfFlags(flags: ParsedFlags, endpoint: string | undefined, release: Release): Fields {
  const join = document("JoinConfiguration", release, flags, joinPlaces);
  const token = flags.text("discovery-token") ?? flags.text("token");
  if (endpoint !== undefined) {
    const bootstrap: Fields = {
      apiServerEndpoint: endpoint,
      token: token ?? "",
      caCertHashes: [...flags.list("discovery-token-ca-cert-hash")],
    };
    if (flags.isSet("discovery-token-unsafe-skip-ca-verification")) bootstrap.unsafeSkipCAVerification = true;
    setAt(join, ["discovery", "bootstrapToken"], bootstrap);
  }
  const tls = flags.text("tls-bootstrap-token") ?? flags.text("token");
  if (tls !== undefined) setAt(join, ["discovery", "tlsBootstrapToken"], tls);
  if (!flags.isSet("control-plane")) return join;
  const advertise = flags.text("apiserver-advertise-address");
  const key = flags.text("certificate-key");
  const place: Fields = advertise === undefined ? {} : { localAPIEndpoint: { advertiseAddress: advertise } };
  join.controlPlane = { ...place, ...(key === undefined ? {} : { certificateKey: key }) };
  return join;
}

function document(kind: string, release: Release, flags: ParsedFlags, places: Places): Fields {
  const made: Fields = { apiVersion: kubeadmApis(release)[0] ?? "", kind };
  for (const [flag, path] of Object.entries(places)) {
    const value = flags.text(flag);
    if (value !== undefined) setAt(made, path, value);
  }
  return made;
}

function setNumber(target: Fields, path: readonly string[], value: string | undefined): void {
  const number: Json = value === undefined ? null : Number(value);
  if (number !== null) setAt(target, path, number);
}
