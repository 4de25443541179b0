import { shQuote } from "../../resources/sh-quote.ts";
import { deleteLink, type Rename, reloadScript } from "./apply-script.ts";
import type { KernelLink, KernelState } from "./kernel-state.ts";
import type { Renderer } from "./rendered-file.ts";

/** What the way back needs to know. */
export interface RestoreRequest {
  readonly renderers: readonly Renderer[];
  readonly names: readonly string[];
  /** As they were made; they are taken back. */
  readonly renames: readonly Rename[];
  /** VLANs and bonds that were made. */
  readonly made: readonly string[];
  /** What the kernel had before. */
  readonly before: KernelState;
}

/** The services work in the background; looked at so often, a second apart, nothing is lost to what they do late. */
const rounds = 3;

/**
 * sh that brings interfaces back to what the kernel had, once their files are back in place: also what no file describes
 * (addresses that a person or a program gave them), except what DHCP or a router gave. Does nothing where the apply has not
 * begun. Ends with 0 only when every address and route is there again.
 */
export function restoreScript(request: RestoreRequest): string {
  const { before, names, renames, made } = request;
  const back = renames.map(({ from, to }) => ({ from: to, to: from }));
  const touched = before.links.filter(
    ({ name }) => names.includes(name) || renames.some(({ from }) => from === name),
  );
  const lines = touched.map(restoreLink).join("\n");
  return `[ -e "$LAB_ENTRY/begun" ] || exit 0
${back.map(renameBack).join("\n")}
(
${reloadScript(request.renderers, names)}
)
lab_code=$?
${made.map(deleteLink).join("\n")}
${before.isNetworkdActive ? ":" : stopNetworkd}
lab_keep() {
  lab_dev=$1
  shift
  ip -o addr show dev "$lab_dev" scope global | while read -r _ _ _ lab_address lab_rest; do
    case " $lab_rest " in *" dynamic "*) continue ;; esac
    case " $* " in *" $lab_address "*) ;; *) ip addr del "$lab_address" dev "$lab_dev" ;; esac
  done
}
lab_in_order() {
  lab_now=$(ip -o -4 addr show dev "$1" scope global | while read -r _ _ _ lab_address _; do printf ' %s' "$lab_address"; done)
  [ "$lab_now" = "\${2:+ $2}" ] || ip -4 addr flush dev "$1" scope global
}
for lab_round in ${Array.from({ length: rounds }, (_, index) => index + 1).join(" ")}; do
  lab_failed=
  [ "$lab_round" = 1 ] || sleep 1
${lines === "" ? "  :" : lines}
done
[ -z "$lab_failed" ] || exit 1
exit "$lab_code"`;
}

/** Renames were made one by one, so each is taken back only where it was made. */
function renameBack({ from, to }: Rename): string {
  const path = shQuote(`/sys/class/net/${to}`);
  return `[ -e ${path} ] || { ip link set dev ${shQuote(from)} down; ip link set dev ${shQuote(from)} name ${shQuote(to)}; }`;
}

/** It did not run before, and what it has configured stays. */
const stopNetworkd = "systemctl stop systemd-networkd.socket systemd-networkd.service 2>/dev/null || :";

function restoreLink({ name, mtu, isUp, addresses, routes }: KernelLink): string {
  const dev = shQuote(name);
  const own = addresses.filter(({ isDynamic }) => !isDynamic);
  const keep = addresses.map(({ address }) => address).join(" ");
  const given = routes.filter(({ protocol }) => !givenBy.has(protocol ?? ""));
  const ipv4 = addresses.filter(({ address }) => !address.includes(":"));
  // The first of a network is the one that the host speaks from.
  const order = ipv4.some(({ isDynamic }) => isDynamic)
    ? []
    : [`  lab_in_order ${dev} '${ipv4.map((one) => one.address).join(" ")}'`];
  const must = (command: string): string => `  ${command} || lab_failed=1`;
  return [
    must(`ip link set dev ${dev} mtu ${mtu} ${isUp ? "up" : "down"}`),
    `  lab_keep ${dev} ${keep}`,
    ...order,
    ...own.map(({ spec }) => must(`ip addr replace ${spec} dev ${dev}`)),
    ...(isUp ? given.map(({ family, spec }) => must(`ip -${family} route replace ${spec} dev ${dev}`)) : []),
  ].join("\n");
}

/** Routes that come by themselves: with addresses, from DHCP, from a router. */
const givenBy: ReadonlySet<string> = new Set(["kernel", "dhcp", "ra", "redirect"]);
