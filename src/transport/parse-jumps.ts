/** One host of a ProxyJump value. */
interface Jump {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
}

/** `[user@]host[:port]`, or ssh://…, joined by commas; the host that is nearest comes first. */
export function parseJumps(value: string): readonly Jump[] {
  return value
    .split(",")
    .map((part) =>
      part
        .trim()
        .replace(/^ssh:\/\//, "")
        .replace(/\/$/, ""),
    )
    .filter(Boolean)
    .map(parseJump);
}

function parseJump(text: string): Jump {
  const at = text.lastIndexOf("@");
  const user = at < 0 ? {} : { user: text.slice(0, at) };
  const place = text.slice(at + 1);
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(place);
  const plain = /^([^:]+):(\d+)$/.exec(place);
  const [, host = place, port] = bracketed ?? plain ?? [];
  return { host, ...user, ...(port === undefined ? {} : { port: Number(port) }) };
}
