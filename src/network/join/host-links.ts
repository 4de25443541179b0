import { probeOf } from "../../resources/probe.ts";
import { shQuote } from "../../resources/sh-quote.ts";
import { type HostLink, type HostRouteTo, parseLinks, parseRoute } from "./parse-links.ts";

/** The interfaces of a host, and how it gets to others. */
export interface HostLinks {
  /** Without loopback; empty where `ip` prints no JSON (iproute2 before 4.18, busybox). */
  readonly links: readonly HostLink[];
  readonly routes: readonly HostRouteTo[];
}

const functions = `
lab_line() { printf '%s\\t%s\\t%s\\n' "$1" "$2" "$(printf '%s' "$3" | tr '\\n\\t' '  ')"; }
lab_route() {
  lab_address=$1
  case $1 in
    *:*) ;;
    *[!0-9.]*) lab_address=$(timeout 3 getent ahosts "$1" 2>/dev/null | sed -n '1s/ .*//p') ;;
  esac
  if [ -z "$lab_address" ]; then lab_line lost "$1" 'its name does not resolve'
  elif lab_said=$(LC_ALL=C ip -j route get "$lab_address" 2>&1); then lab_line route "$1" "$lab_said"
  else lab_line lost "$1" "$lab_said"; fi
}
lab_line links - "$(ip -j -d addr show 2>/dev/null)"
`;

/** Asks a host for its interfaces, and how packets to each of `to` leave it. Cost: rides in a frame; two processes for each, at most 3 s. */
export const hostLinks = probeOf(
  {
    name: "links",
    script: (queries: readonly { readonly to: readonly string[] }[]) => {
      const places = [...new Set(queries.flatMap(({ to }) => to))];
      return `${functions}${places.map((to) => `lab_route ${shQuote(to)} &\n`).join("")}wait\n`;
    },
    parse: (stdout, queries) => {
      const told = parseHostLinks(stdout);
      return queries.map(({ to }) => ({
        ...told,
        routes: told.routes.filter((route) => to.includes(route.to)),
      }));
    },
  },
  ({ to }) => `of the host to ${to.join(" ")}`,
);

/** Reads what the script above prints. Pure. */
export function parseHostLinks(stdout: string): HostLinks {
  const lines = stdout.split("\n").map((line) => line.split("\t"));
  const links = lines.find(([kind]) => kind === "links")?.[2] ?? "";
  const routes = lines.flatMap(([kind, to = "", said = ""]): HostRouteTo[] => {
    const none = { to, address: "", device: "", source: "", gateway: "" };
    if (kind === "lost") return [{ ...none, problem: complaint(said) }];
    return kind === "route" ? [{ ...none, ...parseRoute(said), problem: "" }] : [];
  });
  return { links: parseLinks(links), routes };
}

/** What the kernel says of a blackhole is EINVAL; the rest of its words say what they mean. */
function complaint(said: string): string {
  const text = said.trim().replace(/^(RTNETLINK answers|Error):\s*/, "");
  if (text === "Invalid argument") return "a blackhole route swallows what goes there";
  return text.charAt(0).toLowerCase() + text.slice(1);
}
