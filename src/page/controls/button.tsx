import type { JSX } from "preact";
import { Icon, type IconName } from "./icon.tsx";

/** A button that is a sign, with its name for those who do not see it. */
export function IconButton({
  icon,
  label,
  onPress,
  isPressed,
  isDisabled = false,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
}): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
