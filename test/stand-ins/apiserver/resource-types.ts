/** A kind of object that the stand-in API server knows. */
export interface ResourceType {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly short: readonly string[];
}

const table = `
v1 namespaces Namespace cluster ns
v1 nodes Node cluster no
v1 pods Pod namespaced po
v1 configmaps ConfigMap namespaced cm
v1 secrets Secret namespaced -
v1 services Service namespaced svc
v1 endpoints Endpoints namespaced ep
v1 events Event namespaced ev
v1 serviceaccounts ServiceAccount namespaced sa
v1 persistentvolumes PersistentVolume cluster pv
v1 persistentvolumeclaims PersistentVolumeClaim namespaced pvc
v1 componentstatuses ComponentStatus cluster cs
v1 resourcequotas ResourceQuota namespaced quota
v1 limitranges LimitRange namespaced limits
v1 replicationcontrollers ReplicationController namespaced rc
apps/v1 daemonsets DaemonSet namespaced ds
apps/v1 deployments Deployment namespaced deploy
apps/v1 replicasets ReplicaSet namespaced rs
apps/v1 statefulsets StatefulSet namespaced sts
batch/v1 jobs Job namespaced -
batch/v1 cronjobs CronJob namespaced cj
policy/v1 poddisruptionbudgets PodDisruptionBudget namespaced pdb
coordination.k8s.io/v1 leases Lease namespaced -
certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest cluster csr
rbac.authorization.k8s.io/v1 clusterroles ClusterRole cluster -
rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding cluster -
rbac.authorization.k8s.io/v1 roles Role namespaced -
rbac.authorization.k8s.io/v1 rolebindings RoleBinding namespaced -
storage.k8s.io/v1 storageclasses StorageClass cluster sc
storage.k8s.io/v1 csinodes CSINode cluster -
networking.k8s.io/v1 networkpolicies NetworkPolicy namespaced netpol
networking.k8s.io/v1 ingresses Ingress namespaced ing
scheduling.k8s.io/v1 priorityclasses PriorityClass cluster pc
discovery.k8s.io/v1 endpointslices EndpointSlice namespaced -
admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration cluster -
admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration cluster -
apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition cluster crd,crds
apiregistration.k8s.io/v1 apiservices APIService cluster -
`;

/** The built-in kinds. */
export const resourceTypes: readonly ResourceType[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const [path = "", plural = "", kind = "", scope = "", short = ""] = line.split(" ");
    const [group, version] = path.includes("/") ? path.split("/") : ["", path];
    return {
      group: group ?? "",
      version: version ?? "",
      plural,
      kind,
      namespaced: scope === "namespaced",
      short: short === "-" ? [] : short.split(","),
    };
  });

/** "v1" or "apps/v1". */
export function groupVersion(type: ResourceType): string {
  return type.group === "" ? type.version : `${type.group}/${type.version}`;
}

/** "/api/v1" or "/apis/apps/v1". */
export function basePath(type: ResourceType): string {
  return type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
}

/** The URL of a collection; `namespace` null for all namespaces or kinds without. */
export function collectionPath(type: ResourceType, namespace: string | null): string {
  const scope = type.namespaced && namespace !== null ? `/namespaces/${namespace}` : "";
  return `${basePath(type)}${scope}/${type.plural}`;
}
