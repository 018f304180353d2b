package io.querymirror.capture;

import io.querymirror.model.ControlPart;
import io.querymirror.model.ControlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the statements of one text, run one after the other, do to their session. */
final class Parts {
  private @Nullable ControlType firstEnd;
  private boolean works;
  private boolean worksBeforeEnd;
  private boolean autocommit;
  private boolean open;
  private boolean sets;
  private @Nullable String schema;

  private Parts(boolean autocommit, boolean open) {
    this.autocommit = autocommit;
    this.open = open;
  }

  /**
   * @param autocommit the session's mode before
   * @param open whether a transaction is open before
   */
  static Parts of(List<ControlPart> parts, boolean autocommit, boolean open) {
    Parts all = new Parts(autocommit, open);
    for (ControlPart part : parts) {
      ControlType control = part.control();
      if (control == null) {
        all.works = true;
        all.open |= !all.autocommit;
      } else {
        all.control(control, part.argument());
      }
    }
    return all;
  }

  private void control(ControlType control, @Nullable String argument) {
    switch (control) {
      case BEGIN:
        ends(control);
        open = true;
        break;
      case COMMIT:
      case ROLLBACK:
        ends(control);
        open = "chain".equals(argument);
        break;
      case AUTOCOMMIT_ON:
        if (!autocommit) {
          ends(control);
          open = false;
        }
        autocommit = true;
        break;
      case AUTOCOMMIT_OFF:
        autocommit = false;
        break;
      case SCHEMA:
        schema = argument;
        break;
      case SAVEPOINT:
        open |= !autocommit;
        break;
      case SET:
        sets = true;
        break;
      default:
    }
  }

  private void ends(ControlType control) {
    if (firstEnd == null) {
      firstEnd = control;
      worksBeforeEnd = works;
    }
  }

  /** Whether one of them ends the transaction that was open before. */
  boolean ends() {
    return firstEnd != null;
  }

  /** Whether that transaction is rolled back. */
  boolean rollsBack() {
    return firstEnd == ControlType.ROLLBACK;
  }

  /** Whether one of them belonged to that transaction still. */
  boolean worksBeforeEnd() {
    return worksBeforeEnd;
  }

  /** Whether a transaction is open behind them. */
  boolean leavesOpen() {
    return open;
  }

  boolean autocommit() {
    return autocommit;
  }

  /** The schema that the last USE names, or null. */
  @Nullable String schema() {
    return schema;
  }

  boolean sets() {
    return sets;
  }
}
