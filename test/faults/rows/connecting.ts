import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generateKeyPair } from "../../../src/sandbox/key-pair.ts";
import { nodeOf } from "../../e2e/make-project.ts";
import type { Expectation, Fault, Stage } from "../fault.ts";
import { filterPackets, unfilterPackets } from "../network/packet-filter.ts";
import { writeInventory } from "../scene/write-project.ts";
import { converges, staysAsBefore } from "./expectations.ts";
import { wholeRun } from "./moments.ts";

const promise = "The host is named with cause and cure, and is not touched; the others converge.";

function unreachable(says: RegExp): Expectation {
  return { exitCode: 4, victim: staysAsBefore("unreachable", says), others: converges };
}

/** The job with another way to the victim. */
async function runWith({ scene, hosts, victim }: Stage, changed: object) {
  const nodes = scene.hosts.map(({ host }) =>
    host.name === victim.name ? { ...nodeOf(host), ...changed } : nodeOf(host),
  );
  const inventory = await writeInventory(dirname(scene.project.direct), "other.json", nodes);
  return { play: await scene.play({ hosts, inventory }).ended };
}

/** What can go wrong before a host is reached. */
export const connectingFaults: readonly Fault[] = [
  {
    name: "Connection refused",
    promise,
    async inject(stage) {
      await stage.victim.relay.stop();
      return { play: await wholeRun(stage) };
    },
    heal: ({ victim }) => victim.relay.start(),
    expect: unreachable(/refused the connection$/),
  },
  {
    name: "Unknown host name",
    promise,
    inject: (stage) => runWith(stage, { host: "no-such-name.invalid" }),
    expect: unreachable(/the name "no-such-name\.invalid" is not known$/),
  },
  {
    name: "Black hole: packets to the host and from it are dropped",
    promise,
    async inject(stage) {
      await filterPackets(stage.victim, "drop");
      return runWith(stage, {});
    },
    heal: ({ victim }) => unfilterPackets(victim),
    expect: unreachable(/did not answer$/),
  },
  {
    name: "A firewall in front of sshd answers with a reset",
    promise,
    async inject(stage) {
      await filterPackets(stage.victim, "reset");
      return runWith(stage, {});
    },
    heal: ({ victim }) => unfilterPackets(victim),
    expect: unreachable(/refused the connection$/),
  },
  {
    name: "sshd accepts and says nothing",
    promise,
    async inject(stage) {
      stage.victim.relay.onLink((link) => link.blackHole());
      return { play: await wholeRun(stage) };
    },
    expect: unreachable(/accepted the connection, but did not finish the SSH handshake/),
  },
  {
    name: "The host key has changed",
    promise: "The host is refused before anything secret is sent, and not touched; the others converge.",
    async inject(stage) {
      const { scene, victim } = stage;
      const file = join(dirname(scene.project.direct), "known_hosts");
      const known = await readFile(file, "utf8");
      const lines = known.split("\n").filter((line) => !line.startsWith(`${victim.host.address},`));
      const other = generateKeyPair("other").publicKey;
      await writeFile(file, [`${victim.host.address} ${other}`, ...lines].join("\n"));
      try {
        return await runWith(stage, {});
      } finally {
        await writeFile(file, known);
      }
    },
    expect: unreachable(/host key/i),
  },
  {
    name: "Wrong sudo password",
    promise,
    inject: (stage) => runWith(stage, { user: stage.victim.host.adminUser, become_password: "not this one" }),
    expect: unreachable(/^sudo refused the password of admin@/),
  },
];
