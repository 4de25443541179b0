/**
 * Where a host keeps what lab has begun with kubeadm and not ended: `name` ("init" or "join") and `output`, what kubeadm said
 * so far. It is there from before kubeadm starts until it has succeeded or everything is as before, so that a run that comes
 * after a power cut tells half a node from a whole one.
 */
export const attemptFolder = "/var/lib/lab/kubeadm";
