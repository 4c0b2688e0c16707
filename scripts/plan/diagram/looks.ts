/** The purpose of a part; each kind has a colour of its own. */
type PartKind = "people" | "network" | "compute" | "data" | "security" | "operation";

/** How a part is drawn. */
export interface Look {
  readonly kind: PartKind;
  /** Lines of its sign, in a square of 24 units, as the `d` of a path. */
  readonly sign: string;
  /** An operator can do without it. @default false */
  readonly optional?: boolean;
}

const LOOKS: Readonly<Record<string, Look>> = {
  // One box that leads to three.
  Edge: { kind: "network", sign: "M3 9h5v6H3zM8 12h4M12 12L16 5h5M12 12h9M12 12l4 7h5" },
  // A wall.
  "Web firewall": {
    kind: "security",
    sign: "M3 5h18v14H3zM3 10h18M3 14.5h18M9 5v5M15 5v5M6 10v4.5M12 10v4.5M18 10v4.5M9 14.5V19M15 14.5V19",
    optional: true,
  },
  // A globe.
  "Domain and certificate": {
    kind: "network",
    sign: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
    optional: true,
  },
  // A way out of a frame.
  Network: { kind: "network", sign: "M14 4H4v16h10M9 12h12M17 8l4 4l-4 4" },
  // Containers.
  Application: { kind: "compute", sign: "M3 13h8v7H3zM13 13h8v7h-8zM8 4h8v7H8zM7 13v3M17 13v3M12 4v3" },
  // A prompt.
  "Shell access (ECS Exec)": {
    kind: "operation",
    sign: "M3 4h18v16H3zM6 9l3 3l-3 3M11 15h6",
    optional: true,
  },
  // A cylinder.
  Database: {
    kind: "data",
    sign: "M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0",
  },
  // A flash.
  Cache: { kind: "data", sign: "M13 3L5 14h6l-1 7l9-12h-6z" },
  // A folder.
  Files: { kind: "data", sign: "M3 6h7l2 3h9v11H3z" },
  // A key in a circle.
  "Password rotation": {
    kind: "security",
    sign: "M20 8a9 9 0 1 0 1 4M21 4v5h-5M8 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M12 12h5v2",
  },
  // A lock.
  Encryption: { kind: "security", sign: "M5 11h14v9H5zM8 11V7c0-5 8-5 8 0v4M12 14v3" },
  // A box with an arrow into it.
  Backup: { kind: "data", sign: "M3 13v7h18v-7M3 13l4-3M21 13l-4-3M3 13h5l1 3h6l1-3h5M12 3v8M9 8l3 3l3-3" },
  // A list that was looked through.
  "Audit trail": {
    kind: "security",
    sign: "M5 3h14v18H5zM8 8l1.5 1.5L12 7M14 8h3M8 14l1.5 1.5L12 13M14 14h3",
    optional: true,
  },
  // A curve.
  Monitoring: { kind: "operation", sign: "M3 3v18h18M6 15l4-5l4 3l6-8", optional: true },
  // A letter.
  Mail: { kind: "operation", sign: "M3 5h18v14H3zM3 6l9 7l9-7", optional: true },
  // Bars.
  Analytics: { kind: "data", sign: "M3 21h18M5 21v-6h3v6M10.5 21V9h3v12M16 21V4h3v17", optional: true },
  // A tool.
  Operations: { kind: "operation", sign: "M14 7a4 4 0 0 1 6-2l-3 3l1 1l3-3a4 4 0 0 1-5 5l-9 9l-3-3l9-9z" },
};

const PERSON: Look = { kind: "people", sign: "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 21c0-10 16-10 16 0" };
const CLOUD: Look = { kind: "people", sign: "M7 18a4 4 0 0 1 0-8a6 6 0 0 1 11-1a4.5 4.5 0 0 1 0 9z" };
const OTHER: Look = { kind: "operation", sign: "M4 4h16v16H4zM8 12h8M12 8v8" };

/** @param id of a part: what lies outside and sends has an id that begins with "from" */
export function lookOf({ id, title, outside }: { id: string; title: string; outside: boolean }): Look {
  const look = LOOKS[title];
  if (look) return look;
  if (!outside) return OTHER;
  return id.startsWith("from ") ? PERSON : CLOUD;
}
