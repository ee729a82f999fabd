import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useDesk } from "../store/use-page.ts";
import { IconButton } from "./button.tsx";

/** A window over the page: it keeps the focus until it is closed, and gives it back. */
export function Dialog({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { store } = useDesk();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  const close = (): void => store.change((state) => ({ ...state, dialog: null }));
  return (
    <dialog ref={element} class="dialog" aria-label={title} onClose={close}>
      <header class="dialog-head">
        <h2>{title}</h2>
        <IconButton icon="close" label="Close" onPress={() => element.current?.close()} />
      </header>
      {children}
    </dialog>
  );
}
