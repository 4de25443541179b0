import { filterPackets, unfilterPackets } from "./network/packet-filter.ts";
import type { FaultResult } from "./run-fault.ts";
import { job } from "./scene/job.ts";
import type { Scene } from "./scene/scene.ts";

/** Round trips that a run which changes nothing may cost a host, TCP's handshake included. */
const mostRoundTrips = 10;

const delayMs = 40;

/** A run that changes nothing, over links with 80 ms and this much loss each way; its round trips are counted. */
export async function crossSlowNetwork(
  scene: Scene,
  lossPercent: number,
): Promise<Omit<FaultResult, "name">> {
  const { hosts } = scene;
  await Promise.all(hosts.map((host) => host.reset()));
  await scene.play({ hosts }).ended;
  await Promise.all(hosts.map(({ relay }) => relay.forget()));
  for (const { relay } of hosts) relay.delay(delayMs);
  if (lossPercent > 0) await Promise.all(hosts.map((host) => filterPackets(host, { lossPercent })));
  const play = await scene.play({ hosts, home: scene.project.patientHome }).ended;
  await Promise.all(hosts.map(unfilterPackets));
  const trips = hosts.map(({ relay }) => relay.links.reduce((sum, link) => sum + link.roundTrips, 0));
  const exit = play.exitCode === 0 ? [] : [`lab ended with ${play.exitCode}: ${play.stderr}`];
  const changed = [...play.recap.values()].filter(({ ok }) => ok !== job.resources);
  const dear = hosts.filter((_, index) => (trips[index] ?? Number.NaN) > mostRoundTrips);
  return {
    promise: `It succeeds, and costs at most ${mostRoundTrips} round trips per host.`,
    happened: `exit code ${play.exitCode}; round trips per host, TCP's handshake included: ${trips.join(", ")}`,
    broken: [
      ...exit,
      ...changed.map(({ host, ok }) => `${host}: ${ok} of ${job.resources} resources were as they are to be`),
      ...dear.map(({ name }) => `${name} cost more than ${mostRoundTrips} round trips`),
    ],
  };
}
