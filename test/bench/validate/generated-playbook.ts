/** What a playbook is made of, over and over; a third of it reads variables of hosts. */
const shapes: readonly (readonly string[])[] = [
  ["- name: Install tool NUMBER", "  package: { name: tool-NUMBER }"],
  [
    "- name: Write the settings of service NUMBER",
    "  template:",
    "    src: service.conf.hbs",
    '    dest: "{{ data_path }}/service-NUMBER.conf"',
    '    mode: "0644"',
    "  notify: Restart the services",
  ],
  [
    "- name: Set kernel parameter NUMBER",
    "  sysctl: { name: net.core.parameter_NUMBER, value: NUMBER }",
    "  when: '\"debian\" in facts.os.family'",
  ],
  [
    "- name: Make the folders of NUMBER",
    '  directory: { path: "/srv/NUMBER/{{ item }}", mode: "0755" }',
    "  loop: [bin, etc, log]",
  ],
  [
    "- name: Name the host in NUMBER",
    "  lineinfile:",
    "    path: /etc/lab-NUMBER",
    '    line: "{{ greeting }} listens on {{ port }}"',
    "    create: true",
    "  vars:",
    '    port: "{{ listen_port }}"',
    "  when: rack < 7",
  ],
  [
    "- name: Read version NUMBER",
    "  command: { cmd: tool-NUMBER --version }",
    "  register: version_NUMBER",
    "  changed_when: false",
  ],
  ["- name: Start service NUMBER", "  service: { name: service-NUMBER, state: started, enabled: true }"],
];

/** A block of two tasks with a rescue of one. */
const block: readonly string[] = [
  "- name: Try NUMBER",
  "  when: kind == 'worker'",
  "  block:",
  "    - name: Fetch NUMBER",
  '      command: { cmd: "fetch {{ registry }}/NUMBER", creates: /opt/NUMBER }',
  "    - name: Check NUMBER",
  "      shell: { cmd: test -s /opt/NUMBER }",
  "      changed_when: false",
  "  rescue:",
  "    - name: Give NUMBER up",
  '      debug: { msg: "{{ inventory_hostname }} has no NUMBER" }',
];

const play: readonly string[] = [
  "- name: A large lab",
  "  hosts: all",
  "  gather_facts: false",
  "  roles:",
  "    - role: base",
  "      args: { hosts_file: false }",
  "    - role: containerd",
  "  handlers:",
  "    - name: Restart the services",
  "      service: { name: services, state: restarted }",
  "  tasks:",
];

/** A play of two roles and as many tasks, those within blocks included, as make `tasks` entries (at least 5). */
export function generatedPlaybook(tasks: number): string {
  const lines = [...play];
  let number = 2;
  const add = (text: readonly string[], count: number): void => {
    lines.push(...text.map((line) => `    ${line.replaceAll("NUMBER", String(number))}`));
    number += count;
  };
  while (number < tasks) {
    const shape = shapes[number % shapes.length] ?? [];
    if (number % 10 === 0 && tasks - number >= 3) add(block, 3);
    else add(shape, 1);
  }
  return `${lines.join("\n")}\n`;
}
