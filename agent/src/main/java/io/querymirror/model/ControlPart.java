package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/** One statement of a text that holds several. Immutable. */
public final class ControlPart {
  private final @Nullable ControlType control;
  private final @Nullable String argument;

  /**
   * @param control null for a statement that is no session control
   * @param argument of the control, as {@link SqlShape#argument()}
   */
  public ControlPart(@Nullable ControlType control, @Nullable String argument) {
    this.control = control;
    this.argument = argument;
  }

  public @Nullable ControlType control() {
    return control;
  }

  public @Nullable String argument() {
    return argument;
  }
}
