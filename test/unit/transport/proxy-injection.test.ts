import { describe, expect, it } from "vitest";
import { ConnectionError } from "../../../src/errors.ts";
import { resolveTarget } from "../../../src/transport/resolve-target.ts";
import type { ConfigBlock } from "../../../src/transport/ssh-config.ts";
import { canary, hostileTexts } from "../hostile/hostile-text.ts";

const local = { name: "me", home: "/home/me", agent: null };
const proxy: ConfigBlock = { kind: "option", keyword: "proxycommand", values: ["nc %h %p # %n %r"] };
const orders = hostileTexts.filter((text) => text.includes(canary) && !text.includes("\0"));

describe("a ProxyCommand", () => {
  it.each(orders)("is not run for an address, a name or a user that is more than that: %j", (text) => {
    for (const target of [
      { name: "web1", host: text },
      { name: text, host: "10.0.0.1" },
      { name: "web1", host: "10.0.0.1", user: text },
    ]) {
      expect(() => resolveTarget(target, [proxy], local)).toThrow(ConnectionError);
    }
    const named: ConfigBlock = { kind: "option", keyword: "hostname", values: [text] };
    expect(() => resolveTarget({ name: "web1", host: "web1" }, [named, proxy], local)).toThrow(
      ConnectionError,
    );
  });

  it.each(["10.0.0.1", "fe80::1%eth0", "web1.lab.example", "web_1", "größe.example"])(
    "is run for %s",
    (host) => {
      const { via } = resolveTarget({ name: "web1", host, user: "ops@corp" }, [proxy], local);
      expect(via).toEqual({ kind: "command", command: `nc ${host} 22 # web1 ops@corp` });
    },
  );

  it("is nobody's concern where it does not name the host", () => {
    const fixed: ConfigBlock = { kind: "option", keyword: "proxycommand", values: ["nc gate 22"] };
    const { via } = resolveTarget({ name: "web1", host: "a b" }, [fixed], local);
    expect(via).toEqual({ kind: "command", command: "nc gate 22" });
  });
});
