import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { ProblemLine } from "../controls/problem-line.tsx";
import { useAsking } from "../controls/use-asking.ts";
import { useDesk } from "../store/use-page.ts";

/** Speaks as the user. */
export function UserSeat({ session }: { readonly session: string }): JSX.Element {
  const { endpoint } = useDesk();
  const asking = useAsking();
  const [text, setText] = useState("");
  const send = async (): Promise<void> => {
    if (text.trim() === "" || asking.status === "busy") return;
    const answer = await asking.ask(endpoint.act(session, "send", { text: text.trim() }));
    if (answer.kind === "done") setText("");
  };
  return (
    <form
      class="say"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        rows={1}
        aria-label="Message as the user"
        placeholder="Say something as the user"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <IconButton icon="send" label="Send" isDisabled={text.trim() === ""} onPress={() => void send()} />
      <ProblemLine problem={asking.problem} />
    </form>
  );
}
