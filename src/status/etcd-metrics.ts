/** What a member of etcd says of itself. */
export interface EtcdMember {
  readonly isLeader: boolean;
  /** It knows of a leader, and so can write. */
  readonly hasLeader: boolean;
  /** Size of its database, in bytes. */
  readonly databaseBytes: number;
}

/** Reads etcd's /metrics (Prometheus text format); null where it is something else. Pure. */
export function parseEtcdMetrics(text: string): EtcdMember | null {
  const value = (name: string): number | null => {
    const [, number] = new RegExp(`^${name} (\\S+)$`, "m").exec(text) ?? [];
    return number === undefined ? null : Number(number);
  };
  const hasLeader = value("etcd_server_has_leader");
  if (hasLeader === null) return null;
  return {
    isLeader: value("etcd_server_is_leader") === 1,
    hasLeader: hasLeader === 1,
    databaseBytes: value("etcd_mvcc_db_total_size_in_bytes") ?? 0,
  };
}
