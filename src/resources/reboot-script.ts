import { shQuote } from "./sh-quote.ts";

/** What the host said when it would not reboot; in memory, and so gone once it has rebooted. */
export const rebootRefusal = "/run/lab-reboot-refused";

/** Enough for the answers that travel with the order, even where rpm is asked for one of them. */
const arrivalSeconds = 3;

/**
 * sh that orders the host to reboot and ends before it does, so that lab hears that the order has arrived. Ends with 1 on
 * a host that has no command for it.
 */
export function rebootScript({
  delaySeconds,
  message,
}: {
  readonly delaySeconds: number;
  readonly message: string;
}): string {
  return `rm -f ${rebootRefusal}
if command -v shutdown >/dev/null; then
  set -- shutdown -r now ${shQuote(message)}
elif command -v reboot >/dev/null; then
  set -- reboot
else
  echo 'the host has neither shutdown nor reboot' >&2
  exit 1
fi
(
  trap '' HUP
  sleep ${delaySeconds + arrivalSeconds}
  lab_said=$("$@" 2>&1) || printf '%s\\n' "\${lab_said:-$1 ended with $?}" >${rebootRefusal}
) </dev/null >/dev/null 2>&1 &`;
}

/** sh that ends with 0 once the services of the host have started and `testCommand` succeeds; else it says what is missing. */
export function readyScript(testCommand: string | null): string {
  const test = testCommand === null ? [] : [`sh -c ${shQuote(testCommand)} >&2`];
  return [
    `if [ -d /run/systemd/system ]; then
  case $(systemctl is-system-running 2>/dev/null) in
    initializing | starting)
      echo 'its services are still starting' >&2
      exit 1
      ;;
  esac
fi`,
    ...test,
  ].join("\n");
}
