import type { User } from "./authenticate.ts";

/** What a request is about. */
export interface Request {
  /** get, list, watch, create, update, patch, delete, deletecollection. */
  readonly verb: string;
  /** "" for paths that are no resource. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

const openPaths = /^\/(livez|readyz|healthz|version|api|apis|openapi)(\/|$)/;
const reading = new Set(["get", "list", "watch"]);

const bootstrapConfigMaps = /^(kubeadm-config|kubelet-config|kube-proxy)$/;

/** Whether the roles that kubeadm sets up allow it. */
export function isAllowed(
  user: User,
  request: Request,
  hasAdminBinding: () => Promise<boolean>,
): boolean | Promise<boolean> {
  const { groups, name } = user;
  if (groups.includes("system:masters")) return true;
  if (/^system:(kube-controller-manager|kube-scheduler)$/.test(name)) return true;
  if (request.resource === "" && openPaths.test(request.path)) return true;
  if (
    request.resource === "configmaps" &&
    request.namespace === "kube-public" &&
    request.name === "cluster-info"
  ) {
    return request.verb === "get";
  }
  if (groups.includes("system:nodes") && isAllowedToNode(name.replace("system:node:", ""), request))
    return true;
  if (groups.includes("system:bootstrappers:kubeadm:default-node-token") && isAllowedToJoin(request))
    return true;
  return groups.includes("kubeadm:cluster-admins") ? hasAdminBinding() : false;
}

function isAllowedToNode(node: string, request: Request): boolean {
  const { verb, resource, name } = request;
  if (resource === "nodes") return verb === "create" || (name === node && verb !== "delete");
  if (resource === "leases")
    return request.namespace === "kube-node-lease" && (name === node || verb === "create");
  if (resource === "pods") return true;
  if (resource === "configmaps") return verb === "get" && bootstrapConfigMaps.test(name);
  if (resource === "certificatesigningrequests") return verb === "create" || reading.has(verb);
  return ["events", "csinodes"].includes(resource) || (resource === "services" && reading.has(verb));
}

function isAllowedToJoin(request: Request): boolean {
  const { verb, resource, name } = request;
  if (resource === "certificatesigningrequests") return verb === "create" || reading.has(verb);
  if (resource === "nodes") return verb === "get";
  if (verb !== "get") return false;
  if (resource === "configmaps") return request.namespace === "kube-system" && bootstrapConfigMaps.test(name);
  return resource === "secrets" && request.namespace === "kube-system" && name === "kubeadm-certs";
}
