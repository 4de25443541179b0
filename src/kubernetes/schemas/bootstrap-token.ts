import { duration, list, string, strings, struct } from "./fields.ts";

/** Form of a bootstrap token: an id of 6 characters, a dot, a secret of 16. */
export const tokenPattern = "^[a-z0-9]{6}\\.[a-z0-9]{16}$";

/** `BootstrapToken` of kubeadm's bootstraptoken/v1. kubeadm makes up the token where there is none. */
export const bootstrapTokens = list(
  "Tokens that kubeadm init creates.",
  struct("A bootstrap token.", {
    token: string("The token.", { pattern: tokenPattern, errorMessage: "must be a bootstrap token" }),
    description: string("What it is for."),
    ttl: duration("Its life; 0s is for ever. Default: 24h."),
    expires: string("When it ends, instead of ttl.", { format: "date-time" }),
    usages: strings("What it may be used for.", { enum: ["signing", "authentication"] }),
    groups: strings("Groups that it authenticates as."),
  }),
);
