import { ConnectionError } from "../errors.ts";

/** The host was asked, and nothing listens at the port: the connection to the host itself is well. */
export class NothingListens extends ConnectionError {}

/** Why a stream to a port could not be opened, by the reason that sshd gives (RFC 4254, 5.1). Pure. */
export function explainTunnel(host: string, place: string, error: unknown): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  const reason = typeof error === "object" && error !== null ? Number(Reflect.get(error, "reason")) : 0;
  if (reason === administrativelyProhibited || /prohibited/i.test(said)) {
    const hint = "set AllowTcpForwarding to yes or local in its sshd_config";
    return new ConnectionError(host, `sshd of ${host} does not forward connections`, hint, options);
  }
  if (reason === connectFailed || /connect failed|connection refused/i.test(said)) {
    return new NothingListens(host, `nothing answers at ${place} of ${host}`, "", options);
  }
  return new ConnectionError(host, `${host} could not connect to its ${place}: ${said}`, "", options);
}

const administrativelyProhibited = 1;
const connectFailed = 2;
