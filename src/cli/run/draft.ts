import type { Saying } from "../../runtime/session.ts";
import { type Attachment, mostAttachedBytes, sizeLabel, tooLarge } from "./attachment.ts";

/** What goes with the next message: who says it, and what is attached. */
export interface Draft {
  /** Who says what is said from now on; `null`: the one user there is. */
  speaker: string | null;
  readonly attachments: readonly Attachment[];
  /** @throws {UsageError} `bad_option` when all together is too large. */
  attach(attachment: Attachment): void;
  /** Takes off everything that was attached. */
  drop(): void;
  /** The message with everything that goes with it. */
  saying(text: string): Saying;
}

/** Makes a draft with nothing in it. */
export function createDraft(): Draft {
  let attachments: readonly Attachment[] = [];
  return {
    speaker: null,
    get attachments() {
      return attachments;
    },
    attach(attachment) {
      const attached = attachments.reduce((sum, { bytes }) => sum + bytes, 0);
      if (attached + attachment.bytes > mostAttachedBytes) {
        throw tooLarge(`${attachment.label} is too much beside the ${sizeLabel(attached)} that are attached`);
      }
      attachments = [...attachments, attachment];
    },
    drop() {
      attachments = [];
    },
    saying(text) {
      const by = this.speaker === null ? {} : { by: this.speaker };
      if (attachments.length > 0) return { text, parts: attachments.map(({ part }) => part), ...by };
      return this.speaker === null ? text : { text, ...by };
    },
  };
}
