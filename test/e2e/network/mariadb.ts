import { createConnection, type RowDataPacket } from "mysql2/promise";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";

/** A real MariaDB on a sandbox host. */
export interface MariaDb {
  /** With its password, as lab is given it. */
  readonly url: string;
  readonly password: string;
  query(sql: string, values?: readonly unknown[]): Promise<RowDataPacket[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const password = "canary-of-the-database-7";

const install = `set -e
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends mariadb-server-core mariadb-client-core >/dev/null 2>&1
cat >/etc/labdb.sql <<'SQL'
CREATE DATABASE IF NOT EXISTS network;
CREATE USER IF NOT EXISTS 'lab'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON network.* TO 'lab'@'%';
SQL
mariadb-install-db --user=root --datadir=/var/lib/labdb --auth-root-authentication-method=normal --skip-test-db >/dev/null
cat >/etc/systemd/system/labdb.service <<'UNIT'
[Service]
Type=notify
ExecStart=/usr/sbin/mariadbd --no-defaults --user=root --datadir=/var/lib/labdb --bind-address=0.0.0.0 --socket=/run/labdb.sock --init-file=/etc/labdb.sql
UNIT
systemctl daemon-reload
systemctl start labdb`;

/** Installs and starts it: 10.11 on Debian 12. Cost: about ten seconds. */
export async function startMariaDb(host: SandboxHost): Promise<MariaDb> {
  await order(host, install);
  const url = `mysql://lab:${password}@${host.address}:3306/network`;
  return {
    url,
    password,
    stop: async () => {
      await order(host, "systemctl stop labdb");
    },
    start: async () => {
      await order(host, "systemctl start labdb");
    },
    async query(sql, values = []) {
      const connection = await createConnection({ uri: url, dateStrings: true });
      try {
        const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
        return rows;
      } finally {
        connection.destroy();
      }
    },
  };
}

/** Runs sh as root on a host. Throws what it prints where it fails. */
export async function order(host: SandboxHost, command: string): Promise<string> {
  const { exitCode, stdout, stderr } = await host.exec(command);
  if (exitCode !== 0) throw new Error(`${host.name}: ${stdout}${stderr}`);
  return stdout;
}
