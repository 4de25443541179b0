import { expect, it } from "vitest";
import { explainConnectionError } from "../../../src/transport/explain-connection-error.ts";

const login = { user: "root", host: "10.0.0.5", port: 2222 };
const coded = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
const levelled = (message: string, level: string) => Object.assign(new Error(message), { level });

it.each([
  [coded("ECONNREFUSED"), "root@10.0.0.5:2222 refused the connection", "port 2222"],
  [coded("ETIMEDOUT"), "root@10.0.0.5:2222 did not answer", "firewall"],
  [coded("EHOSTUNREACH"), "root@10.0.0.5:2222 cannot be reached: no route to 10.0.0.5", "VPN"],
  [coded("ENOTFOUND"), 'root@10.0.0.5:2222 cannot be reached: the name "10.0.0.5" is not known', "`host`"],
  [coded("ECONNRESET"), "root@10.0.0.5:2222 cut the connection", "journalctl"],
  [
    levelled("Handshake failed: no matching key exchange algorithm", "handshake"),
    "root@10.0.0.5:2222 and lab have no algorithm in common: no matching key exchange algorithm",
    "OpenSSH",
  ],
  [
    new Error("Timed out while waiting for handshake"),
    "root@10.0.0.5:2222 accepted the connection, but did not finish the SSH handshake in time",
    "sshd",
  ],
  [
    levelled("Connection lost before handshake", "protocol"),
    "root@10.0.0.5:2222 cut the connection before the SSH handshake was done",
    "MaxStartups",
  ],
  [
    new Error("closed during the login"),
    "root@10.0.0.5:2222 closed the connection during the login",
    "expired",
  ],
  [new Error("no answer to the login"), "root@10.0.0.5:2222 did not answer the login in time", "PAM"],
  [new Error("never seen"), "root@10.0.0.5:2222: never seen", "ssh -v -p 2222 root@10.0.0.5"],
])("%s", (error, message, hint) => {
  const explained = explainConnectionError(error, login);
  expect(explained.message).toBe(message);
  expect(explained.hint).toContain(hint);
});

it("repeats what a server said that is no sshd, or that turns lab away", () => {
  const lost = new Error("Connection lost before handshake");
  const { message } = explainConnectionError(lost, login, "Exceeded MaxStartups\r\n");
  expect(message).toMatch(/handshake was done; it said: Exceeded MaxStartups$/);
  expect(explainConnectionError(lost, login, "SSH-2.0-OpenSSH_9.2\r\n").message).toMatch(
    /handshake was done$/,
  );
});
