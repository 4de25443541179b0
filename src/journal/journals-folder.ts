/** Where a host keeps the journals of runs, one folder each. */
export const journalsFolder = "/var/lib/lab/backups";
