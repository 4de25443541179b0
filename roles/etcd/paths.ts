import { etcdData, etcdPki } from "../../src/kubernetes/etcdctl.ts";

/** What etcd is started with. */
export const configFile = "/etc/etcd/etcd.conf.yml";

/** Where data is kept unless something else is asked for. */
export const defaultData = etcdData;

/** Names the configuration of the first start, for as long as that takes; in memory, so that no boot can repeat it. */
export const firstStart = { folder: "/run/lab-etcd", environment: "/run/lab-etcd/environment" } as const;

/** There once the member has been healthy: from then on there is a cluster that must not be made a second time. */
export const markerFile = `${etcdPki}/cluster`;

/** The authority that signs for members and clients. */
export const authority = { certificate: `${etcdPki}/ca.crt`, key: `${etcdPki}/ca.key` } as const;

/** The client certificate of the API servers, where kubeadm's configuration names it. */
export const apiClient = {
  certificate: "/etc/kubernetes/pki/apiserver-etcd-client.crt",
  key: "/etc/kubernetes/pki/apiserver-etcd-client.key",
} as const;
