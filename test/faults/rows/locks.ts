import type { Fault } from "../fault.ts";
import { job } from "../scene/job.ts";
import { converges } from "./expectations.ts";
import { inTheMiddle, release, wholeRun } from "./moments.ts";

const allConverge = { exitCode: 0, victim: converges, others: converges } as const;
const runs = 10;

/** Runs and programs that are in each other's way. */
export const lockFaults: readonly Fault[] = [
  {
    name: "Another run is at work on the hosts",
    promise: "The second run says who is, and touches nothing; the first converges.",
    async inject(stage) {
      let broken: string[] = [];
      let said = "";
      const harm = async () => {
        const second = await wholeRun(stage);
        const failures = [...second.recap.values()].map(({ failure }) => failure);
        said = failures[0]?.message ?? "nothing";
        const isRefused = second.exitCode === 3 && failures.every((failure) => failure?.kind === "locked");
        broken = isRefused ? [] : [`the second run ended with ${second.exitCode} and said “${said}”`];
        await stage.victim.sh(release);
      };
      const play = await inTheMiddle(stage, harm);
      return { play, notes: [`the second run said “${said}”`], broken };
    },
    expect: allConverge,
  },
  {
    name: `${runs} runs begin at once on the same hosts`,
    promise: "One works, the others say who holds the lock; nothing is interleaved.",
    async inject({ scene, hosts }) {
      const plays = Array.from({ length: runs }, () => scene.play({ hosts }));
      const ended = await Promise.all(plays.map((play) => play.ended));
      const [winner, ...others] = ended.filter(({ exitCode }) => exitCode === 0);
      const locked = ended.filter(({ recap }) =>
        [...recap.values()].every(({ failure, changed }) => failure?.kind === "locked" && changed === 0),
      );
      const [play = winner] = ended;
      if (!play) throw new Error("no run was started");
      const isRight = winner && others.length === 0 && locked.length === runs - 1;
      return {
        play: winner ?? play,
        notes: [`${winner ? others.length + 1 : 0} converged the hosts, ${locked.length} found them locked`],
        broken: isRight ? [] : [`they ended with ${ended.map(({ exitCode }) => exitCode).join(", ")}`],
      };
    },
    expect: allConverge,
  },
  {
    name: "The run that held the lock was killed",
    promise: "Another run need not wait for a lease: it converges the hosts.",
    async inject(stage) {
      const harm = async (first: { interrupt(signal: "SIGKILL"): void }) => {
        first.interrupt("SIGKILL");
        await stage.victim.sh(release);
      };
      await inTheMiddle(stage, harm);
      return { play: await wholeRun(stage, ["--resume", "--lock-timeout", "60", "-e", "hold=nowhere"]) };
    },
    expect: allConverge,
  },
  {
    name: "Another program holds the lock of the package manager for 5 seconds",
    promise: "lab waits for it, says so, and converges.",
    async inject({ scene, hosts, victim }) {
      await victim.holdPackageLock(5);
      const install = { name: "Install a tool", package: { name: "tree" } };
      const playbook = await scene.writePlaybook([
        { name: "Packages", hosts: "all", tasks: [install] },
        { import_playbook: job.playbook },
      ]);
      const play = await scene.play({ hosts, playbook }).ended;
      const { exitCode } = await victim.try("dpkg-query -W tree");
      const said = play.events.flatMap((event) =>
        event.kind === "output" && event.host === victim.name && event.line.includes("package manager")
          ? [event.line]
          : [],
      );
      return {
        play,
        notes: [`it said “${said[0] ?? "nothing"}”`],
        broken: [
          ...(exitCode === 0 ? [] : ["the package is not installed"]),
          ...(said.length > 0 ? [] : ["it did not say what it waited for"]),
        ],
      };
    },
    // The package is no part of the comparison.
    heal: ({ hosts }) => Promise.all(hosts.map((host) => host.forgetPackage("tree"))),
    expect: allConverge,
  },
];
