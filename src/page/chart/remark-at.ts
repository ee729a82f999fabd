import type { PlacedPicture } from "../../draw/placed-picture.ts";
import type { SessionRecord } from "../record/session-record.ts";
import type { Remark } from "./callout.tsx";
import { guardText } from "./guard-text.ts";
import { lastWay } from "./session-marks.ts";

/** For so many entries after it, what a guard said stays in sight. */
const lasting = 2;

/** What is to be told at an arrow at a position; `null` where nothing has just happened. */
export function remarkAt(record: SessionRecord, position: number, { arrows }: PlacedPicture): Remark | null {
  const way = lastWay(record, position);
  if (way === null || way.taken === null || position - way.position > lasting) return null;
  const { edge, refused, row, guard } = way.taken;
  const ids = [refused ?? edge, row].filter((id) => id !== null);
  const arrow = arrows.find(({ stands }) => ids.some((id) => stands.includes(id)));
  if (arrow === undefined) return null;
  const read = guard === null ? null : guardText(guard);
  if (refused !== null) return { arrow, text: read ?? "refused ✗", tone: "fails" };
  return read === null ? null : { arrow, text: read, tone: "holds" };
}
