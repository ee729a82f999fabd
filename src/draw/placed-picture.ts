import type { Picture, PictureArrow, PictureNode } from "./picture.ts";

/** A picture in which everything has its place, in pixels from the upper left corner. */
export interface PlacedPicture extends Omit<Picture, "nodes" | "arrows"> {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly arrows: readonly PlacedArrow[];
}

/** A node and its box, in the coordinates of the whole picture. */
export type PlacedNode = PictureNode & Box;

/** An arrow, its bends, and the box of its label. */
export type PlacedArrow = PictureArrow & {
  readonly points: readonly Point[];
  /** `null`: it has no label. */
  readonly label: Box | null;
};

/** A rectangle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place in a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Gives everything in a picture its place. */
export type Layout = (picture: Picture) => Promise<PlacedPicture>;
