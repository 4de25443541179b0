import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Resource } from "../../../src/resources/resource.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { ownPackages } from "../own-packages.ts";
import { treesOf } from "../trees.ts";
import { undoCases } from "./undo-cases.ts";
import { make, openEntries, plannedOn, resourceOf, runOn, statesOn, takeBack } from "./undo-journal.ts";

describe("undo on a real host", () => {
  let sandbox: FreshSandbox;

  beforeAll(async () => {
    sandbox = await freshHosts(1);
    await runOn(host(), ownPackages);
  });
  afterAll(() => sandbox.remove());

  function host(): SandboxHost {
    const [first] = sandbox.hosts;
    if (!first) throw new Error("the sandbox has no host");
    return first;
  }

  /** All that is to be again as it was. */
  async function photograph(resource: Resource, look: string) {
    return {
      states: ageless(await statesOn(host(), resource)),
      look: await runOn(host(), `${look} || :`),
      trees: await treesOf(host()),
    };
  }

  it.each(undoCases)("$module $title, and all is as before", async ({ before, module, args, look = ":" }) => {
    await runOn(host(), before ?? ":");
    const resource = resourceOf(module, args);
    const earlier = await photograph(resource, look);
    const changes = await plannedOn(host(), resource);
    expect(changes).not.toEqual([]);

    // Where the change was never made, there is nothing to take back.
    await takeBack(host(), await openEntries(host(), changes), "not");
    expect(await photograph(resource, look)).toEqual(earlier);

    const entries = await openEntries(host(), changes);
    await make(host(), entries);
    if (!resource.verify) expect(await plannedOn(host(), resource)).toEqual([]);
    await takeBack(host(), entries, "too");
    expect(await photograph(resource, look)).toEqual(earlier);

    await takeBack(host(), entries, "not");
    expect(await photograph(resource, look)).toEqual(earlier);
  });

  it("takes an install back that was interrupted in the middle", async () => {
    await runOn(
      host(),
      "apt-get -y purge lab-demo lab-base lab-extra; userdel _demo; rm -r /var/lib/lab-demo",
    );
    const resource = resourceOf("package", { name: "lab-demo" });
    const earlier = await photograph(resource, ":");
    const [entry] = await openEntries(host(), await plannedOn(host(), resource));
    if (!entry) throw new Error("nothing is planned");
    await make(host(), [entry]);
    await runOn(
      host(),
      `rm ${entry.folder}/packages.after; dpkg --unpack /srv/packages/lab-demo_2.0.deb; ! dpkg -s lab-demo | grep -q '^Status: .* installed'`,
    );
    await takeBack(host(), [entry], "too");
    expect(await photograph(resource, ":")).toEqual(earlier);
  });

  it("leaves packages alone that somebody else has come to need", async () => {
    const resource = resourceOf("package", { name: "lab-base" });
    const entries = await openEntries(host(), await plannedOn(host(), resource));
    await make(host(), entries);
    await runOn(host(), "apt-get -y install lab-demo");
    const later = await photograph(resource, "dpkg-query -W");
    await expect(takeBack(host(), entries, "too")).rejects.toThrow("needs what is to be removed: lab-demo");
    expect(await photograph(resource, "dpkg-query -W")).toEqual(later);
  });

  it("runs a service again that failed over a configuration which is gone", async () => {
    await runOn(
      host(),
      `printf '%s\\n' '[Service]' 'ExecStartPre=grep -q good /etc/demo.conf' 'ExecStart=sleep infinity' >/etc/systemd/system/demo.service
      echo good >/etc/demo.conf; systemctl daemon-reload; systemctl start demo`,
    );
    const resource = resourceOf("service", { name: "demo", state: "restarted" });
    const entries = await openEntries(host(), await plannedOn(host(), resource));
    await runOn(host(), "echo bad >/etc/demo.conf");
    await expect(make(host(), entries)).rejects.toThrow("demo.service is failed");
    await runOn(host(), "echo good >/etc/demo.conf");
    await takeBack(host(), entries, "too");
    expect(await runOn(host(), "systemctl is-active demo")).toBe("active\n");
  });
});

/** Without the age of package lists, which no undo is to bring back. */
function ageless(states: unknown): unknown {
  return JSON.parse(JSON.stringify(states, (key, value) => (key === "listsAgeSeconds" ? null : value)));
}
