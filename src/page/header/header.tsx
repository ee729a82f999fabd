import type { JSX } from "preact";
import { IconButton } from "../controls/button.tsx";
import { Choice } from "../controls/choice.tsx";
import { Icon } from "../controls/icon.tsx";
import { headOf, positionOf } from "../store/changes.ts";
import type { Theme } from "../store/page-state.ts";
import { standingOf } from "../store/standing.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { statusLabel } from "./status-label.ts";

/** What is looked at, how it is looked at, and whether the server still tells of it. */
export function Header(): JSX.Element {
  const { store } = useDesk();
  const level = usePage((state) => state.level);
  return (
    <header class="header">
      <Flow />
      <SessionButton />
      <Where />
      <span class="header-gap" />
      <ReadOnly />
      <Connection />
      <Choice
        label="Level"
        value={level}
        options={[
          { value: "agents", text: "agents" },
          { value: "states", text: "every state" },
        ]}
        onChoose={(chosen) => store.change((state) => ({ ...state, level: chosen }))}
      />
      <CheckButton />
      <ThemeButton />
      <IconButton icon="help" label="Keys" onPress={() => store.change((state) => ({ ...state, dialog: "keys" }))} />
    </header>
  );
}

function Flow(): JSX.Element {
  const id = usePage((state) => state.graph?.id ?? "");
  return (
    <h1 class="flow-name">
      <span class="brand">handoff</span>
      <span class="flow-id">{id}</span>
    </h1>
  );
}

function SessionButton(): JSX.Element {
  const { store } = useDesk();
  const session = usePage((state) => state.session);
  const summary = usePage((state) => state.sessions.find(({ id }) => id === state.session) ?? null);
  const waiting = usePage((state) => state.sessions.reduce((count, one) => count + one.waiting, 0));
  return (
    <button
      type="button"
      class="session-button"
      aria-haspopup="dialog"
      onClick={() => store.change((state) => ({ ...state, dialog: "sessions" }))}
    >
      {summary !== null && <span class={`status-dot status-${summary.status}`} />}
      <span class="session-name">{session ?? "no session"}</span>
      {summary?.forkOf != null && <Icon name="fork" />}
      {waiting > 0 && (
        <span class="badge" title={`${waiting} calls wait for a person`}>
          {waiting}
        </span>
      )}
      <Icon name="down" />
    </button>
  );
}

function Where(): JSX.Element | null {
  const position = usePage(positionOf);
  const head = usePage(headOf);
  const status = usePage(standingOf);
  if (head < 0 || status === null) return null;
  const isBehind = position < head;
  return (
    <span class={isBehind ? "where where-behind" : "where"}>
      {isBehind ? `at ${position} of ${head}` : statusLabel(status)}
    </span>
  );
}

function ReadOnly(): JSX.Element | null {
  const isReadOnly = usePage((state) => state.flow?.canControl === false);
  if (!isReadOnly) return null;
  return (
    <span class="read-only" title="Sessions can be looked at here; nothing can be said, decided or forked.">
      read-only
    </span>
  );
}

function Connection(): JSX.Element {
  const connection = usePage((state) => state.connection);
  const text = { connecting: "connecting", live: "live", lost: "connection lost" }[connection];
  return (
    <span class={`connection connection-${connection}`} title={text}>
      <span class="connection-dot" />
      <span class="connection-text">{text}</span>
    </span>
  );
}

function CheckButton(): JSX.Element {
  const { store } = useDesk();
  const isShown = usePage((state) => state.panel === "check");
  const toggle = (): void =>
    store.change((state) => ({ ...state, panel: isShown ? "facts" : "check", view: isShown ? state.view : "facts" }));
  return (
    <button type="button" class="text-button check-button" aria-pressed={isShown} onClick={toggle}>
      <Icon name="check" />
      <span>check</span>
    </button>
  );
}

const nextTheme = { auto: "light", light: "dark", dark: "auto" } as const satisfies Record<Theme, Theme>;

function ThemeButton(): JSX.Element {
  const { store } = useDesk();
  const theme = usePage((state) => state.theme);
  const icon = ({ auto: "auto", light: "sun", dark: "moon" } as const)[theme];
  return (
    <IconButton
      icon={icon}
      label={`Colours: ${theme}`}
      onPress={() => store.change((state) => ({ ...state, theme: nextTheme[state.theme] }))}
    />
  );
}
