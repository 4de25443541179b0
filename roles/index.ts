import type { Role } from "../src/role/role.ts";
import base from "./base/role.ts";
import containerd from "./containerd/role.ts";

/** Every role that lab brings along, in the order in which a node needs them. */
export const roles: readonly Role[] = [base, containerd];
