import { readFileSync } from "node:fs";
import { request } from "node:https";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, isFields, listAt, parseJson, textAt } from "../core/json.ts";
import { pkiFolder } from "./pki.ts";

/** A member of the stacked etcd. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly peer: string;
  readonly client: string;
  readonly isLearner: boolean;
}

/** The members, as the first endpoint that answers knows them. */
export async function listMembers(endpoints: readonly string[]): Promise<Member[]> {
  return membersOf(await anyOf(endpoints, "/v3/cluster/member/list", {}));
}

/** Adds a learner, if that peer is not yet a member; returns all members then. */
export async function addMember(endpoints: readonly string[], name: string, peer: string): Promise<Member[]> {
  const known = await listMembers(endpoints);
  if (known.some((member) => member.peer === peer))
    return known.map((member) => (member.peer === peer ? { ...member, name } : member));
  const added = await patiently(() =>
    anyOf(endpoints, "/v3/cluster/member/add", { peerURLs: [peer], isLearner: true }),
  );
  return membersOf(added).map((member) => (member.peer === peer ? { ...member, name } : member));
}

/** Makes a learner that has caught up a voter; throws Exit where it does not catch up in two minutes, as kubeadm. */
export async function promoteMember(endpoints: readonly string[], peer: string): Promise<void> {
  let cause = "";
  for (let attempt = 0; attempt < 480; attempt += 1) {
    try {
      const member = (await listMembers(endpoints)).find((one) => one.peer === peer);
      if (member !== undefined && !member.isLearner) return;
      if (member !== undefined && member.name !== "")
        await anyOf(endpoints, "/v3/cluster/member/promote", { ID: member.id });
    } catch (error) {
      cause = String(error);
    }
    await sleep(250);
  }
  throw new Exit(1, `failed to promote learner member: ${cause}`);
}

/** Takes a member out. */
export async function removeMember(endpoints: readonly string[], id: string): Promise<void> {
  await patiently(() => anyOf(endpoints, "/v3/cluster/member/remove", { ID: id }));
}

/** Tries for two minutes, as kubeadm: etcd refuses changes while its members have just met. */
async function patiently<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (attempt === 240) throw error;
    }
    await sleep(500);
  }
}

async function anyOf(endpoints: readonly string[], path: string, body: Fields): Promise<Fields> {
  let last: unknown = new Error("no etcd endpoint");
  for (const endpoint of endpoints) {
    try {
      return await post(new URL(path, endpoint), body);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function post(url: URL, body: Fields): Promise<Fields> {
  const client = `${pkiFolder}/etcd/healthcheck-client`;
  const tls = {
    ca: readFileSync(`${pkiFolder}/etcd/ca.crt`),
    cert: readFileSync(`${client}.crt`),
    key: readFileSync(`${client}.key`),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", ...tls, agent: false, timeout: 5000 }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        const parsed = response.statusCode === 200 ? parseJson(text) : null;
        if (isFields(parsed)) resolve(parsed);
        else reject(new Error(`etcd: ${text.trim()}`));
      });
    });
    sent.on("timeout", () => sent.destroy(new Error("context deadline exceeded")));
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });
}

function membersOf(answer: Fields): Member[] {
  return listAt(answer, "members").map((member) => ({
    id: textAt(member, "ID"),
    name: textAt(member, "name"),
    peer: textAt(member, "peerURLs", 0),
    client: textAt(member, "clientURLs", 0),
    isLearner: textAt(member, "isLearner") === "true",
  }));
}
