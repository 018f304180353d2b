package io.querymirror.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of one executed batch, in the order of addBatch. */
public final class BatchEntries {
  private final @Nullable List<String> texts;
  private final List<Binds> binds;
  private final List<Outcome> outcomes;

  /**
   * @param texts one text each for a plain statement's batch; null where a prepared text serves all
   * @param binds one each for a prepared batch; empty for a plain statement's
   * @param outcomes one each; an entry that the driver never sent has an error with vendor code 0
   */
  public BatchEntries(@Nullable List<String> texts, List<Binds> binds, List<Outcome> outcomes) {
    this.texts = texts == null ? null : List.copyOf(texts);
    this.binds = List.copyOf(binds);
    this.outcomes = List.copyOf(outcomes);
  }

  public int size() {
    return outcomes.size();
  }

  public @Nullable String text(int i) {
    return texts == null ? null : texts.get(i);
  }

  public Binds binds(int i) {
    return binds.isEmpty() ? Binds.NONE : binds.get(i);
  }

  public Outcome outcome(int i) {
    return outcomes.get(i);
  }
}
