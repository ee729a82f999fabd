import { expect, test } from "vitest";
import { temporaryDirectory } from "../start-cli.ts";
import { richChat } from "./rich-chat.ts";

test("what is attached goes with the next message alone, under the name of who speaks", async () => {
  using directory = temporaryDirectory();
  const path = directory.write("a cat.png", "abc");
  const { written, session } = await richChat(
    ["A cat.", "Bye."],
    [`/image "${path}"`, "/file nowhere", "/as Ann", "/state", "look", "bye", "/as", "/drop"],
  );
  expect(written).toContain("you › /image");
  expect(written).toContain("  + a cat.png (3 B): it goes with the next message.\n");
  expect(written).toContain("  ✗ nowhere cannot be read: there is no such file. Paths are taken from");
  expect(written).toContain("  attached  a cat.png (3 B)\n  speaking  Ann\n");
  expect(written).toContain("Ann › look\nclerk › A cat.\n\nAnn › bye\n");
  expect(written).toMatch(/Nobody is named any more\.\n\nyou › \/drop\n {2}Nothing is attached\.\n/);
  const image = { type: "image", data: "YWJj", mediaType: "image/png" };
  expect([...session.state.conversation].filter(({ role }) => role === "user")).toMatchObject([
    { text: "look", by: "Ann", parts: [{ type: "text", text: "look" }, image] },
    { text: "bye", by: "Ann" },
  ]);
});

test("what is attached can be taken off again", async () => {
  const url = "https://example.org/cat.png";
  const { written, session } = await richChat(["Hello."], [`/image ${url}`, `/image ${url}`, "/drop", "hi"]);
  expect(written).toContain(`+ ${url}: 2 attachments go with the next message.\n`);
  expect(written).toContain("Nothing is attached any more.");
  expect(session.state.conversation.at(0)).not.toHaveProperty("parts");
});
