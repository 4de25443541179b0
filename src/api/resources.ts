/** What roles and resources of a project import, as "lab/resources". resources.js names what of it has a value. */
export { InputError } from "../errors.ts";
export { aptRepositoryModule } from "../resources/apt-repository.ts";
export { assertModule } from "../resources/assert.ts";
export { asyncStatusModule } from "../resources/async-status.ts";
export { blockinfileModule } from "../resources/blockinfile.ts";
export type {
  Change,
  Content,
  Ownership,
  PathChange,
  PathImage,
  RunChange,
} from "../resources/change.ts";
export { commandModule } from "../resources/command.ts";
export { copyModule } from "../resources/copy.ts";
export { debugModule } from "../resources/debug.ts";
export { directoryModule } from "../resources/directory.ts";
export { failModule } from "../resources/fail.ts";
export { fileModule } from "../resources/file.ts";
export { groupModule } from "../resources/group.ts";
export { type GroupState, groupState } from "../resources/group-probe.ts";
export { hostnameModule } from "../resources/hostname.ts";
export { lineinfileModule } from "../resources/lineinfile.ts";
export { linkModule } from "../resources/link.ts";
export { localeModule } from "../resources/locale.ts";
export { modprobeModule } from "../resources/modprobe.ts";
export {
  type ArgumentSchema,
  type BuildContext,
  defineModule,
  type Module,
  type PropertySchema,
} from "../resources/module.ts";
export { packageModule } from "../resources/package.ts";
export { type PackageState, packageState } from "../resources/package-probe.ts";
export { pathState } from "../resources/path-probe.ts";
export type { FileState, PathState } from "../resources/path-state.ts";
export { pingModule } from "../resources/ping.ts";
export { onMachine, type Probe, type ProbeKind, probeOf } from "../resources/probe.ts";
export { rebootModule } from "../resources/reboot.ts";
export {
  type CommandOutput,
  type Plan,
  type Resource,
  resource,
  type StatesOf,
  satisfied,
} from "../resources/resource.ts";
export { serviceModule } from "../resources/service.ts";
export { type ServiceState, serviceState } from "../resources/service-probe.ts";
export { setFactModule } from "../resources/set-fact.ts";
export { shQuote } from "../resources/sh-quote.ts";
export { shellModule } from "../resources/shell.ts";
export { statModule } from "../resources/stat.ts";
export { swapModule } from "../resources/swap.ts";
export { sysctlModule } from "../resources/sysctl.ts";
export { templateModule } from "../resources/template.ts";
export { removalChanges, textChanges, textFile } from "../resources/text-file.ts";
export { timezoneModule } from "../resources/timezone.ts";
export { userModule } from "../resources/user.ts";
export { type UserState, userState } from "../resources/user-probe.ts";
export { waitForModule } from "../resources/wait-for.ts";
export { yumRepositoryModule } from "../resources/yum-repository.ts";
