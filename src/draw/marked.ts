import type { Overlay } from "./overlay.ts";
import type { Picture, PictureArrow, PictureLine } from "./picture.ts";
import { markOf, markText } from "./svg/tone.ts";

/** Writes what an overlay says of arrows into their labels, so that there is room for it when they are laid out. */
export function marked(picture: Picture, overlay: Overlay | null): Picture {
  if (overlay === null) return picture;
  return {
    ...picture,
    arrows: picture.arrows.map((arrow) => ({ ...arrow, lines: [...arrow.lines, ...markLines(arrow, overlay)] })),
  };
}

function markLines({ id, stands }: PictureArrow, overlay: Overlay): readonly PictureLine[] {
  const mark = markOf(overlay, [id, ...stands]);
  if (mark === null) return [];
  const texts = [markText(mark), mark.note ?? null].filter((text) => text !== null);
  return texts.map((text) => ({ text, style: "mark" }));
}
