import type { Fields } from "../core/json.ts";
import type { Documents } from "./config-file.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";

/** Everything that `kubeadm init` works with. */
export interface InitWork {
  readonly documents: Documents;
  readonly init: Fields;
  readonly node: NodeSettings;
  readonly cluster: ClusterSettings;
  /** kubeadm's own version. */
  readonly own: string;
  readonly ignored: readonly string[];
  readonly uploadsCertificates: boolean;
  readonly certificateKey: string;
  readonly printsToken: boolean;
  readonly printsKey: boolean;
}
