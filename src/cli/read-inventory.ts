import type { Inventory } from "../inventory/inventory.ts";
import { loadInventory } from "../inventory/load-inventory.ts";
import { commandSecrets, type VaultKeyFlags } from "./command-secrets.ts";

/**
 * The inventory at a path, its secrets opened. Where hosts are not contacted, `isStructureEnough`: it can be read
 * without the vault key. Throws InputError.
 */
export function readInventory(
  path: string,
  flags: VaultKeyFlags,
  isStructureEnough: boolean,
): Promise<Inventory> {
  const secrets = commandSecrets(flags, isStructureEnough);
  return secrets.read(() => loadInventory(path, secrets));
}
