import type { Link, LinkLabel, Part } from "./architecture";

/** One line of text in a box. */
export interface Line {
  readonly text: string;
  readonly style: "title" | "subtitle" | "link" | "change";
  readonly change?: LinkLabel["change"];
}

/** A part where it is drawn. */
export interface Box {
  readonly part: Part;
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

/** The way that the line of a link takes. */
export interface Route {
  readonly link: Link;
  /** Corners of the line. */
  readonly points: ReadonlyArray<readonly [x: number, y: number]>;
}

/** Distances, in units of a pixel. */
export const SIZES = {
  margin: 12,
  boxWidth: 164,
  columnGap: 28,
  padding: 10,
  lineHeight: 15,
  /** Between two rows without a line. */
  rowGap: 24,
  /** For each line that runs between two rows. */
  lane: 7,
  heading: 30,
} as const;
