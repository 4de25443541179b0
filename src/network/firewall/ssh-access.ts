/** How a host is reached by SSH, as the host itself sees it. */
export interface SshAccess {
  /** Ports of sshd, the one of this connection among them; ascending, each once. */
  readonly ports: readonly number[];
  /** From where this connection comes; null where lab runs on the host itself. */
  readonly client: string | null;
}

/**
 * sh that prints lines "connection CLIENT PORT CLIENT SERVER PORT" and "port N". sudo clears the environment, so the
 * connection is looked for among that of all ancestors (sshd(8), SSH_CONNECTION). `sshd -T` reads sshd's configuration.
 */
export const sshAccessScript = `lab_pid=$$
while [ "\${lab_pid:-0}" -gt 1 ]; do
  lab_ssh=$(tr '\\0' '\\n' <"/proc/$lab_pid/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')
  if [ -n "$lab_ssh" ]; then
    printf 'connection %s\\n' "$lab_ssh"
    break
  fi
  lab_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$lab_pid/status" 2>/dev/null)
done
if command -v sshd >/dev/null 2>&1; then sshd -T 2>/dev/null | grep '^port '; fi
:`;

/** Reads what the script above prints. Pure. */
export function parseSshAccess(lines: readonly string[]): SshAccess {
  const connection = lines.find((line) => line.startsWith("connection "))?.split(" ") ?? [];
  const [, client = null, , , own] = connection;
  const configured = lines
    .filter((line) => line.startsWith("port "))
    .map((line) => line.slice("port ".length));
  const ports = [...(own === undefined ? [] : [own]), ...configured].map(Number);
  const known = [...new Set(ports)].filter((port) => port > 0).toSorted((a, b) => a - b);
  return { ports: known, client };
}
