import { keepTheme, rememberedTheme } from "./header/theme.ts";
import { follow, heard } from "./store/changes.ts";
import type { Desk } from "./store/desk.ts";
import { initialState, type PageState } from "./store/page-state.ts";
import { readPlace, writePlace } from "./store/place.ts";
import { readGraph } from "./store/read-graph.ts";
import { createStore } from "./store/store.ts";
import { createEndpoint } from "./wire/endpoint.ts";
import { openStream } from "./wire/open-stream.ts";

/** Sets the page going: reads where it shall look, listens to the server, keeps the address and the colours. */
export function startDesk(): Desk {
  const place = readPlace(location.hash);
  const session = place.session;
  const store = createStore<PageState>({
    ...follow(initialState, session),
    ...place,
    theme: rememberedTheme(),
  });
  const desk: Desk = { store, endpoint: createEndpoint() };
  keepAddress(desk);
  keepTheme(store);
  keepListening(desk);
  return desk;
}

/** Milliseconds of rest after which the address is written: browsers refuse to have it changed with every frame. */
const addressRest = 250;

function keepAddress({ store }: Desk): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = writePlace(store.get());
  const write = (): void => {
    timer = undefined;
    const hash = writePlace(store.get());
    if (hash === written) return;
    written = hash;
    history.replaceState(null, "", hash);
  };
  store.subscribe(() => {
    // What the checker has found is no place of a session.
    if (store.get().example !== null || writePlace(store.get()) === written) return;
    clearTimeout(timer);
    timer = setTimeout(write, addressRest);
  });
  addEventListener("pagehide", write);
  addEventListener("hashchange", () => {
    const place = readPlace(location.hash);
    written = writePlace(place);
    store.change((state) => ({ ...follow(state, place.session), position: place.position, level: place.level }));
  });
}

/** One stream at a time, for the session that is followed; the flow is asked for again whenever another server answers. */
function keepListening(desk: Desk): void {
  const { store, endpoint } = desk;
  let followed: string | null | undefined;
  let close = (): void => {};

  function listen(): void {
    const { session } = store.get();
    if (session === followed) return;
    followed = session;
    close();
    close = openStream(endpoint.streamAddress(session), {
      onEvent(event) {
        store.change((state) => withDefaultSession(heard(state, event)));
      },
      onConnection(connection) {
        store.change((state) => (state.connection === connection ? state : { ...state, connection }));
        if (connection === "live") void readFlow(desk);
      },
    });
  }

  store.subscribe(listen);
  listen();
}

/** Where nobody said which session to look at, it is the one that changed last. */
function withDefaultSession(state: PageState): PageState {
  if (state.session !== null) return state;
  const [newest] = state.sessions.toSorted((one, other) => other.changedAt - one.changedAt);
  return newest === undefined ? state : follow(state, newest.id);
}

/** What a page remembers of a server is void when another one has taken its place. */
async function readFlow({ store, endpoint }: Desk): Promise<void> {
  const answer = await endpoint.flow();
  if (answer.kind === "refused") {
    store.change((state) => ({ ...state, notice: answer.problem }));
    return;
  }
  const flow = answer.value;
  store.change((state) => {
    if (state.flow?.server === flow.server) return state;
    return { ...state, flow, graph: readGraph(flow), notice: null };
  });
}
