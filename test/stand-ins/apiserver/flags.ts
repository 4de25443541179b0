import type { FlagSet } from "../core/flags.ts";

const texts = `advertise-address authorization-mode authorization-config authentication-config client-ca-file
etcd-servers etcd-cafile etcd-certfile etcd-keyfile etcd-prefix kubelet-client-certificate kubelet-client-key
kubelet-preferred-address-types proxy-client-cert-file proxy-client-key-file requestheader-allowed-names
requestheader-client-ca-file requestheader-extra-headers-prefix requestheader-group-headers
requestheader-username-headers service-account-issuer service-account-key-file service-account-signing-key-file
service-cluster-ip-range service-node-port-range tls-cert-file tls-private-key-file enable-admission-plugins
disable-admission-plugins bind-address audit-log-path audit-policy-file audit-log-maxage audit-log-maxbackup
audit-log-maxsize feature-gates runtime-config encryption-provider-config oidc-issuer-url oidc-client-id
oidc-username-claim oidc-groups-claim oidc-ca-file admission-control-config-file tls-cipher-suites tls-min-version
default-not-ready-toleration-seconds default-unreachable-toleration-seconds event-ttl max-requests-inflight
max-mutating-requests-inflight kubelet-certificate-authority request-timeout api-audiences egress-selector-config-file`;

const switches = `allow-privileged enable-bootstrap-token-auth anonymous-auth profiling enable-aggregator-routing`;

/** Flags of kube-apiserver 1.28 to 1.36 that clusters set. */
export const apiserverFlags: FlagSet = {
  flags: {
    ...Object.fromEntries(texts.split(/\s+/).map((name) => [name, "text" as const])),
    ...Object.fromEntries(switches.split(/\s+/).map((name) => [name, "flag" as const])),
    "secure-port": "number",
    v: "number",
  },
  short: { v: "v" },
};
