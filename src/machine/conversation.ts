import type { Message } from "../graph/message.ts";

/**
 * The messages of a session as a persistent list: appending gives a new list and leaves the old one as it was,
 * both share all full blocks. Appending and reading cost the same at 10 messages and at 100,000.
 *
 * The blocks are behind a private field, so that nothing that walks a machine's context walks the messages;
 * as JSON a conversation is the plain array of its messages.
 */
export class Conversation implements Iterable<Message> {
  readonly #chapters: readonly Chapter[];
  readonly #pages: Chapter;
  readonly #page: Page;
  readonly length: number;

  private constructor(chapters: readonly Chapter[], pages: Chapter, page: Page, length: number) {
    this.#chapters = chapters;
    this.#pages = pages;
    this.#page = page;
    this.length = length;
  }

  static readonly empty: Conversation = new Conversation([], [], [], 0);

  /** Makes a conversation of messages, oldest first. */
  static from(messages: Iterable<Message>): Conversation {
    let conversation = Conversation.empty;
    for (const message of messages) conversation = conversation.append(message);
    return conversation;
  }

  /** The conversation with one more message at its end. */
  append(message: Message): Conversation {
    const length = this.length + 1;
    if (this.#page.length < width)
      return new Conversation(this.#chapters, this.#pages, [...this.#page, message], length);
    const pages = [...this.#pages, this.#page];
    if (pages.length < width) return new Conversation(this.#chapters, pages, [message], length);
    return new Conversation([...this.#chapters, pages], [], [message], length);
  }

  /** The conversation with another message at an index from 0. Copies the list of chapters, one chapter and one page. */
  replace(index: number, message: Message): Conversation {
    if (index < 0 || index >= this.length) return this;
    const page = Math.floor(index / width);
    const chapter = Math.floor(page / width);
    const replaced = (messages: Page): Page => messages.with(index % width, message);
    if (chapter < this.#chapters.length) {
      const chapters = this.#chapters.map((pages, place) => (place === chapter ? replacedPage(pages) : pages));
      return new Conversation(chapters, this.#pages, this.#page, this.length);
    }
    if (page % width < this.#pages.length) {
      return new Conversation(this.#chapters, replacedPage(this.#pages), this.#page, this.length);
    }
    return new Conversation(this.#chapters, this.#pages, replaced(this.#page), this.length);

    function replacedPage(pages: Chapter): Chapter {
      return pages.map((messages, place) => (place === page % width ? replaced(messages) : messages));
    }
  }

  /** The message at an index from 0; from the end when negative. */
  at(index: number): Message | undefined {
    const place = index < 0 ? this.length + index : index;
    if (place < 0 || place >= this.length) return undefined;
    return this.#pageAt(place)[place % width];
  }

  /** The messages from an index on, without copying those before it. */
  *since(index: number): IterableIterator<Message> {
    for (let place = Math.max(0, index); place < this.length; place++) {
      const message = this.at(place);
      if (message !== undefined) yield message;
    }
  }

  /**
   * The messages that differ from those of an earlier form of this conversation, with their index. What both share is
   * skipped in blocks, so that a step of a long conversation costs what a step of a short one does.
   */
  *changesSince(earlier: Conversation): IterableIterator<{ readonly index: number; readonly message: Message }> {
    for (let index = 0; index < this.length; ) {
      const place = index / (width * width);
      if (this.#chapters[place] !== undefined && this.#chapters[place] === earlier.#chapters[place]) {
        index += width * width;
        continue;
      }
      const page = this.#pageAt(index);
      if (page !== earlier.#pageAt(index)) {
        for (const [line, message] of page.entries()) {
          if (message !== earlier.at(index + line)) yield { index: index + line, message };
        }
      }
      index += width;
    }
  }

  *[Symbol.iterator](): IterableIterator<Message> {
    for (const chapter of this.#chapters) for (const page of chapter) yield* page;
    for (const page of this.#pages) yield* page;
    yield* this.#page;
  }

  toJSON(): readonly Message[] {
    return [...this];
  }

  #pageAt(place: number): Page {
    const page = Math.floor(place / width);
    const chapter = this.#chapters[Math.floor(page / width)] ?? this.#pages;
    return chapter[page % width] ?? this.#page;
  }
}

/** At most `width` messages. */
type Page = readonly Message[];
/** At most `width` full pages. */
type Chapter = readonly Page[];

const width = 64;
