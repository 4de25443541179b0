import { aptRepositoryModule } from "./apt-repository.ts";
import { assertModule } from "./assert.ts";
import { asyncStatusModule } from "./async-status.ts";
import { blockinfileModule } from "./blockinfile.ts";
import { commandModule } from "./command.ts";
import { copyModule } from "./copy.ts";
import { debugModule } from "./debug.ts";
import { directoryModule } from "./directory.ts";
import { failModule } from "./fail.ts";
import { fileModule } from "./file.ts";
import { groupModule } from "./group.ts";
import { hostnameModule } from "./hostname.ts";
import { lineinfileModule } from "./lineinfile.ts";
import { linkModule } from "./link.ts";
import { localeModule } from "./locale.ts";
import { modprobeModule } from "./modprobe.ts";
import type { Module } from "./module.ts";
import { packageModule } from "./package.ts";
import { pingModule } from "./ping.ts";
import { rebootModule } from "./reboot.ts";
import { serviceModule } from "./service.ts";
import { setFactModule } from "./set-fact.ts";
import { shellModule } from "./shell.ts";
import { statModule } from "./stat.ts";
import { swapModule } from "./swap.ts";
import { sysctlModule } from "./sysctl.ts";
import { templateModule } from "./template.ts";
import { timezoneModule } from "./timezone.ts";
import { userModule } from "./user.ts";
import { waitForModule } from "./wait-for.ts";
import { yumRepositoryModule } from "./yum-repository.ts";

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
  aptRepositoryModule,
  yumRepositoryModule,
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
  asyncStatusModule,
  rebootModule,

  statModule,
  pingModule,
  waitForModule,

  setFactModule,
  assertModule,
  failModule,
  debugModule,
];

let own: readonly Module[] = [];

/** Adds the modules of the project that lab runs in, before any playbook is compiled. None has a name that is taken. */
export function registerModules(more: readonly Module[]): void {
  own = more;
}

/** The modules of lab, and those of the project. */
export function allModules(): readonly Module[] {
  return [...modules, ...own];
}

/** The module of that name or alias. */
export function findModule(name: string): Module | undefined {
  const isCalled = (module: Module): boolean =>
    module.name === name || (module.aliases?.includes(name) ?? false);
  return modules.find(isCalled) ?? own.find(isCalled);
}
