import type { XStatic } from "typebox/schema";
import type { PropertySchema } from "../../src/resources/module.ts";
import type { RoleStep, RoleTask } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";

/** What a kind of VPN knows of the host that joins it. */
export interface VpnContext<Settings> {
  readonly settings: Settings;
  readonly host: RoleNode;
  readonly cluster: RoleCluster;
}

/** A kind of VPN: what it is told, how a host joins it, and how it leaves without a trace. */
export interface VpnKind<Settings = unknown> {
  /** The value of `kind`, and the argument that holds its settings. */
  readonly name: string;
  /** Schema of an object, which refuses what it does not know. */
  readonly settings: PropertySchema;
  /** What the others must be able to ask for before any of them joins; done in a play of its own. */
  prepare?(context: VpnContext<Settings>): readonly RoleStep[];
  /** Throws InputError where the settings cannot be right. */
  join(context: VpnContext<Settings>): readonly RoleStep[];
  /** Tasks that do nothing on a host that is not in it. */
  leave(): readonly RoleStep[];
  handlers?(): readonly RoleTask[];
}

/** Defines a kind of VPN; the type of its settings follows from the schema. */
export function defineVpnKind<const Schema extends PropertySchema>(
  definition: Omit<VpnKind<XStatic<Schema>>, "settings"> & { readonly settings: Schema },
): VpnKind<XStatic<Schema>>;
export function defineVpnKind(definition: VpnKind): VpnKind {
  return definition;
}
