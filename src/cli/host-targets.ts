import { existsSync } from "node:fs";
import { InputError } from "../errors.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Target } from "../transport/transport.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";

/** How to log in, where flags and lab.yaml say it of every host. */
type Login = Pick<Target, "user" | "key" | "password" | "becomePassword" | "connectTimeoutMs">;

/** The flags that say how to log in. */
export interface LoginFlags {
  /** Wins over the inventory. */
  readonly login: Login;
  readonly askPass: boolean;
  readonly askBecomePass: boolean;
}

/** How to reach each host of the inventory; asks for the passwords that are to be asked for. Throws InputError. */
export async function hostTargets(
  inventory: Inventory,
  flags: LoginFlags,
): Promise<ReadonlyMap<string, Target>> {
  const login = await loginOf(flags);
  return new Map([...inventory.hosts].map(([name, host]) => [name, { ...host.target, ...login }]));
}

/** Flags with the passwords that they ask for, so that nobody is asked again. Throws InputError. */
export async function loginAskedOnce<Flags extends LoginFlags>(flags: Flags): Promise<Flags> {
  return { ...flags, login: await loginOf(flags), askPass: false, askBecomePass: false };
}

async function loginOf({ login, askPass, askBecomePass }: LoginFlags): Promise<Login> {
  checkKey(login.key);
  const ask = (text: string) => askOnTerminal({ text, isHidden: true });
  return {
    ...login,
    ...(askPass ? { password: await ask("login password") } : {}),
    ...(askBecomePass ? { becomePassword: await ask("sudo password") } : {}),
  };
}

/** A key for all hosts that is not there is a slip of the flag, and no host's fault. A path with %h is another for each host. */
function checkKey(key = ""): void {
  if (key === "" || /^~|%/.test(key) || existsSync(key)) return;
  const hint = "check the path of --key, or of key in lab.yaml";
  throw new InputError({ message: `there is no file "${key}" to log in with`, hint });
}
