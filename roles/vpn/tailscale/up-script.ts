import { hereDocument } from "../../../src/resources/here-document.ts";
import { shQuote } from "../../../src/resources/sh-quote.ts";

/**
 * sh that calls `tailscale up`. The auth key lies in a file in memory for that long: as an argument everybody on the host
 * could read it.
 */
export function upScript(flags: readonly string[], authKey: string | null): string {
  const words = flags.map(shQuote).join(" ");
  if (authKey === null) return `tailscale up ${words}`;
  return `umask 077
lab_key=$(mktemp /run/lab-tailscale.XXXXXX) || exit 1
{ cat ${hereDocument(authKey)}
} >"$lab_key"
tailscale up ${words} --auth-key="file:$lab_key"
lab_code=$?
rm -f "$lab_key"
exit "$lab_code"`;
}

/** sh that takes a host out of its tailnet; its key counts no longer. Safe where it is in none. */
export const logoutScript = `command -v tailscale >/dev/null 2>&1 || exit 0
case $(timeout 5 tailscale status --json --peers=false 2>/dev/null) in
  *'"BackendState": "NeedsLogin"'* | *'"BackendState": "NoState"'* | '') exit 0 ;;
esac
timeout 30 tailscale logout`;
