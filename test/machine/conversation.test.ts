import fc from "fast-check";
import { Conversation, type Message } from "handoff-machine";
import { expect, test } from "vitest";

const message = (text: string): Message => ({ role: "user", text, at: 0 });

test("what differs from an earlier form is what was appended and replaced since", () => {
  const change = fc.record({ index: fc.nat(5_000), append: fc.boolean() });
  fc.assert(
    fc.property(fc.nat(9_000), fc.array(change, { maxLength: 9 }), (length, changes) => {
      const before = Conversation.from(Array.from({ length }, (_, index) => message(`${index}`)));
      let after = before;
      const expected = new Map<number, Message>();
      for (const [number, { index, append }] of changes.entries()) {
        const changed = message(`change ${number}`);
        const place = append ? after.length : index;
        if (place > after.length || (!append && place === after.length)) continue;
        after = append ? after.append(changed) : after.replace(place, changed);
        expected.set(place, changed);
      }
      expect(new Map([...after.changesSince(before)].map((one) => [one.index, one.message]))).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test("to find what a step changed costs no more in a long conversation", () => {
  const before = Conversation.from(Array.from({ length: 100_000 }, (_, index) => message(`${index}`)));
  const after = before.append(message("new"));
  const start = performance.now();
  let found = 0;
  for (let step = 0; step < 2_000; step++) for (const _ of after.changesSince(before)) found++;
  expect(found).toBe(2_000);
  expect(performance.now() - start).toBeLessThan(1_000); // to read all of them 2,000 times takes longer by far
});
