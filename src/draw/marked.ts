import { markOf, markTexts } from "./mark-of.ts";
import type { Overlay } from "./overlay.ts";
import type { Picture, PictureArrow, PictureLine } from "./picture.ts";

/** Writes what an overlay says of arrows into their labels, so that there is room for it when they are laid out. */
export function marked(picture: Picture, overlay: Overlay | null): Picture {
  if (overlay === null) return picture;
  return {
    ...picture,
    arrows: picture.arrows.map((arrow) => ({ ...arrow, lines: [...arrow.lines, ...markLines(arrow, overlay)] })),
  };
}

function markLines({ id, stands }: PictureArrow, overlay: Overlay): readonly PictureLine[] {
  return markTexts(markOf(overlay, [id, ...stands])).map((text) => ({ text, style: "mark" }));
}
