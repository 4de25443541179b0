import type { Explanation } from "./explanation.ts";
import { type Login, loginName } from "./login.ts";

type Explain = (name: string, login: Place) => Explanation;
type Place = Pick<Login, "user" | "host" | "port">;

const notListening: Explain = (name, login) => ({
  message: `${name} refused the connection`,
  hint: `check that sshd runs on the host and listens on port ${login.port}`,
});
const silent: Explain = (name) => ({
  message: `${name} did not answer`,
  hint: "check that the host is up, its address is right, and no firewall drops the packets",
});
const noRoute: Explain = (name, login) => ({
  message: `${name} cannot be reached: no route to ${login.host}`,
  hint: "check the address, the VPN and the routes of this machine",
});
const noName: Explain = (name, login) => ({
  message: `${name} cannot be reached: the name "${login.host}" is not known`,
  hint: "correct the name, or give the address as `host` in the inventory or as HostName in ~/.ssh/config",
});
const cut: Explain = (name) => ({
  message: `${name} cut the connection`,
  hint: "look at the log of sshd on the host (journalctl -u ssh); it may limit connections (MaxStartups)",
});

const byCode: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: notListening,
  ETIMEDOUT: silent,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  ENOTFOUND: noName,
  EAI_AGAIN: noName,
  EAI_NONAME: noName,
  ECONNRESET: cut,
  EPIPE: cut,
};

/**
 * Pure; from what the network or ssh2 said while a connection was opened to a cause and a cure. `heard` is how the other
 * side began to speak: sshd turns a client away in plain text, and what is not sshd speaks its own language.
 */
export function explainConnectionError(error: unknown, login: Place, heard = ""): Explanation {
  const name = loginName(login);
  const said = error instanceof Error ? error.message : String(error);
  const known = byCode[property(error, "code")];
  if (known) return known(name, login);
  if (/no matching (.*)/.test(said)) {
    return {
      message: `${name} and lab have no algorithm in common: ${said.replace(/^Handshake failed: /, "")}`,
      hint: "update the host's OpenSSH, or allow a current algorithm in its sshd_config",
    };
  }
  if (property(error, "level") === "client-timeout" || /Timed out while waiting/.test(said)) {
    return {
      message: `${name} accepted the connection, but did not finish the SSH handshake in time`,
      hint: "check that it is sshd that listens on this port, and that the host is not overloaded",
    };
  }
  if (said === "no answer to the login") {
    return {
      message: `${name} did not answer the login in time`,
      hint: "a PAM module or a name look-up may be slow: look at the log of sshd on the host (journalctl -u ssh)",
    };
  }
  if (said === "closed during the login") {
    return {
      message: `${name} closed the connection during the login`,
      hint: "the account may be expired, locked or not allowed: look at the log of sshd on the host (journalctl -u ssh)",
    };
  }
  if (/before handshake|Unexpected end|Invalid identification|Protocol version|was closed/i.test(said)) {
    return {
      message: `${name} cut the connection before the SSH handshake was done${lastWords(heard)}`,
      hint: "check that it is sshd that listens on this port; it may also limit connections (MaxStartups)",
    };
  }
  return { message: `${name}: ${said}`, hint: `try the same by hand: ssh -v ${sshArguments(login)}` };
}

/** The first line, as far as it is text; empty when it is the greeting of an sshd. */
function lastWords(heard: string): string {
  const line = /^[\x20-\x7e]{1,200}/.exec(heard)?.[0] ?? "";
  return line === "" || line.startsWith("SSH-") ? "" : `; it said: ${line}`;
}

function sshArguments(login: Place): string {
  return login.port === 22 ? `${login.user}@${login.host}` : `-p ${login.port} ${login.user}@${login.host}`;
}

function property(error: unknown, name: "code" | "level"): string {
  if (typeof error !== "object" || error === null) return "";
  return String(Object.entries(error).find(([key]) => key === name)?.[1] ?? "");
}
