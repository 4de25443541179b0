const followed = [
  /^Acquire::(http|https)::(Proxy|Timeout|Pipeline-Depth|Verify-)/i,
  /^Acquire::(Check-Valid-Until|Check-Date|Max-FutureTime|Retries|ForceIPv4|ForceIPv6|By-Hash|Languages)/i,
];

/**
 * The settings of this machine's apt (output of `apt-config dump`) that decide how it reaches its sources, as lines of
 * apt.conf; a proxy from the environment becomes a setting, because hosts do not inherit the environment.
 */
export function aptSettingsToFollow(
  dump: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const settings = dump
    .split("\n")
    .filter((line) => followed.some((pattern) => pattern.test(line)) && !/ "";$/.test(line));
  for (const scheme of ["http", "https"]) {
    const proxy = environment[`${scheme}_proxy`];
    const isSet = settings.some((line) => line.toLowerCase().startsWith(`acquire::${scheme}::proxy `));
    if (proxy && !isSet) settings.push(`Acquire::${scheme}::Proxy "${proxy}";`);
  }
  return settings;
}
