/** The unit for tailscaled of a bundle: paths, directories and clean-up as tailscaled expects them (tailscaled 1.96). */
export const unitText = `# Managed by lab: changes made here are overwritten.
[Unit]
Description=Node agent of a tailnet
Documentation=https://tailscale.com/kb/
Wants=network-pre.target
After=network-pre.target NetworkManager.service systemd-resolved.service

[Service]
EnvironmentFile=/etc/default/tailscaled
ExecStart=/usr/sbin/tailscaled --state=/var/lib/tailscale/tailscaled.state --socket=/run/tailscale/tailscaled.sock --port=\${PORT} $FLAGS
ExecStopPost=/usr/sbin/tailscaled --cleanup
Restart=on-failure
RuntimeDirectory=tailscale
RuntimeDirectoryMode=0755
StateDirectory=tailscale
StateDirectoryMode=0700
CacheDirectory=tailscale
CacheDirectoryMode=0750
Type=notify

[Install]
WantedBy=multi-user.target
`;

/** What the unit reads; with packages it is theirs. */
export const defaultsText = `# Managed by lab: changes made here are overwritten.
PORT="41641"
FLAGS=""
`;

/** lab's own part of the unit. tailscaled reads the MTU of its interface from this variable alone. */
export function dropInText(mtu: number | undefined): string {
  return [
    "# Managed by lab: changes made here are overwritten.",
    "[Service]",
    ...(mtu === undefined ? [] : [`Environment=TS_DEBUG_MTU=${mtu}`]),
    "",
  ].join("\n");
}
