import { assertModule } from "./assert.ts";
import { blockinfileModule } from "./blockinfile.ts";
import { commandModule } from "./command.ts";
import { copyModule } from "./copy.ts";
import { debugModule } from "./debug.ts";
import { directoryModule } from "./directory.ts";
import { fileModule } from "./file.ts";
import { groupModule } from "./group.ts";
import { hostnameModule } from "./hostname.ts";
import { lineinfileModule } from "./lineinfile.ts";
import { linkModule } from "./link.ts";
import { localeModule } from "./locale.ts";
import { modprobeModule } from "./modprobe.ts";
import type { Module } from "./module.ts";
import { packageModule } from "./package.ts";
import { serviceModule } from "./service.ts";
import { shellModule } from "./shell.ts";
import { swapModule } from "./swap.ts";
import { sysctlModule } from "./sysctl.ts";
import { templateModule } from "./template.ts";
import { timezoneModule } from "./timezone.ts";
import { userModule } from "./user.ts";
import { waitForModule } from "./wait-for.ts";

/** All that a playbook can ask of a host, in the order of the documentation. */
export const modules: readonly Module[] = [
  fileModule,
  directoryModule,
  linkModule,
  copyModule,
  templateModule,
  lineinfileModule,
  blockinfileModule,

  packageModule,
  serviceModule,

  sysctlModule,
  modprobeModule,
  swapModule,
  hostnameModule,
  timezoneModule,
  localeModule,

  userModule,
  groupModule,

  commandModule,
  shellModule,

  waitForModule,
  assertModule,
  debugModule,
];

/** The module of that name or alias. */
export function findModule(name: string): Module | undefined {
  return modules.find((module) => module.name === name || module.aliases?.includes(name));
}
