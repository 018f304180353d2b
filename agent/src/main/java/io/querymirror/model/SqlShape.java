package io.querymirror.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a statement's text tells. Depends on the text alone, so it is computed once
 * per prepared statement and cached by text for the rest. What few ask for is added when they do; a
 * lost write of it costs only work done twice.
 */
public final class SqlShape {
  private final String digestText;
  private final long digest;
  private final Kind kind;
  private final List<TableRef> tables;
  private final int parameters;
  private final boolean locking;
  private final boolean commits;
  private final boolean several;
  private final boolean temporaryTable;
  private final boolean tokenizable;
  private final @Nullable ControlType control;
  private final @Nullable String argument;
  private final List<ControlPart> parts;
  private final boolean ansiQuotes;
  private final boolean noBackslashEscapes;
  private final @Nullable String unsupported;
  private volatile @Nullable Determinism determinism;
  private volatile @Nullable RowOrder rowOrder;
  private volatile @Nullable Object traits;
  private volatile @Nullable DigestKey key;
  private volatile List<String> shownLabels = List.of();

  private SqlShape(Builder b) {
    this.digestText = b.digestText;
    this.digest = b.digest;
    this.kind = b.kind;
    this.tables = List.copyOf(b.tables);
    this.parameters = b.parameters;
    this.locking = b.locking;
    this.commits = b.commits;
    this.several = b.several;
    this.temporaryTable = b.temporaryTable;
    this.tokenizable = b.tokenizable;
    this.control = b.control;
    this.argument = b.argument;
    this.parts = List.copyOf(b.parts);
    this.ansiQuotes = b.ansiQuotes;
    this.noBackslashEscapes = b.noBackslashEscapes;
    this.unsupported = b.unsupported;
  }

  /** The normalized text: literals as {@code ?}, lists collapsed, keywords in lower case. */
  public String digestText() {
    return digestText;
  }

  public long digest() {
    return digest;
  }

  /** The digest as 16 hexadecimal digits, as rules and reports name it. */
  public String digestId() {
    return Id.of(digest);
  }

  public Kind kind() {
    return kind;
  }

  /** Tables read and written, in order of appearance, without duplicates. */
  public List<TableRef> tables() {
    return tables;
  }

  /** Placeholders ({@code ?}) in the text. */
  public int parameters() {
    return parameters;
  }

  /** SELECT … FOR UPDATE, FOR SHARE or LOCK IN SHARE MODE. */
  public boolean locking() {
    return locking;
  }

  /** Whether the server commits an open transaction by itself for this statement, as for DDL. */
  public boolean commits() {
    return commits;
  }

  /** Whether the text holds more than one statement. */
  public boolean several() {
    return several;
  }

  /** CREATE or DROP TEMPORARY TABLE: state of the session; MySQL does not commit for it. */
  public boolean temporaryTable() {
    return temporaryTable;
  }

  /**
   * False where the text has an unterminated quote or comment; the other fields are then a guess.
   */
  public boolean tokenizable() {
    return tokenizable;
  }

  /** What it does to its session, or null for a statement that is no session control. */
  public @Nullable ControlType control() {
    return control;
  }

  /**
   * The control's argument: schema of USE, name of a savepoint, the variables that a SET assigns
   * (lower case, sorted, comma between them); else null.
   */
  public @Nullable String argument() {
    return argument;
  }

  /**
   * Of several statements in one text, where one of them is session control: what each does to its
   * session, in order. Else empty.
   */
  public List<ControlPart> parts() {
    return parts;
  }

  /** Whether it was read as under sql_mode ANSI_QUOTES. */
  public boolean ansiQuotes() {
    return ansiQuotes;
  }

  /** Whether it was read as under sql_mode NO_BACKSLASH_ESCAPES. */
  public boolean noBackslashEscapes() {
    return noBackslashEscapes;
  }

  /** Why this is never sent to any target (KILL, SET GLOBAL, …), or null. */
  public @Nullable String unsupported() {
    return unsupported;
  }

  /** What was found out about its repetition, or null as long as nobody asked. */
  public @Nullable Determinism determinism() {
    return determinism;
  }

  public void determinism(Determinism value) {
    determinism = value;
  }

  /** What its ORDER BY fixes, or null as long as nobody asked or where the literals decide it. */
  public @Nullable RowOrder rowOrder() {
    return rowOrder;
  }

  public void rowOrder(RowOrder value) {
    rowOrder = value;
  }

  /** How it hangs on its session, as whoever follows sessions sees it; null until then. */
  public @Nullable Object traits() {
    return traits;
  }

  public void traits(Object value) {
    traits = value;
  }

  /** Names of a result's columns that are words of its text, as of the last result looked at. */
  public List<String> shownLabels() {
    return shownLabels;
  }

  /**
   * @param labels immutable
   */
  public void shownLabels(List<String> labels) {
    shownLabels = labels;
  }

  /** Its digest in a schema: mostly the same object again. */
  public DigestKey key(@Nullable String schema) {
    DigestKey known = key;
    if (known == null || !Objects.equals(known.schema(), schema)) {
      known = new DigestKey(schema, digest);
      key = known;
    }
    return known;
  }

  public boolean isRead() {
    return kind.group() == Kind.Group.READ;
  }

  public boolean isWrite() {
    return kind.group() == Kind.Group.WRITE;
  }

  @Override
  public String toString() {
    return kind + " " + digestId() + " " + digestText;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects the fields; every one has a default but the digest and the kind. */
  public static final class Builder {
    private String digestText = "";
    private long digest;
    private Kind kind = Kind.OTHER;
    private List<TableRef> tables = List.of();
    private int parameters;
    private boolean locking;
    private boolean commits;
    private boolean several;
    private boolean temporaryTable;
    private boolean tokenizable = true;
    private @Nullable ControlType control;
    private @Nullable String argument;
    private List<ControlPart> parts = List.of();
    private boolean ansiQuotes;
    private boolean noBackslashEscapes;
    private @Nullable String unsupported;

    public Builder digest(String text, long id) {
      this.digestText = text;
      this.digest = id;
      return this;
    }

    public Builder kind(Kind value) {
      this.kind = value;
      return this;
    }

    public Builder tables(List<TableRef> value) {
      this.tables = value;
      return this;
    }

    public Builder parameters(int value) {
      this.parameters = value;
      return this;
    }

    public Builder locking(boolean value) {
      this.locking = value;
      return this;
    }

    public Builder commits(boolean value) {
      this.commits = value;
      return this;
    }

    public Builder several(boolean value) {
      this.several = value;
      return this;
    }

    public Builder temporaryTable(boolean value) {
      this.temporaryTable = value;
      return this;
    }

    public Builder tokenizable(boolean value) {
      this.tokenizable = value;
      return this;
    }

    public Builder control(@Nullable ControlType type, @Nullable String controlArgument) {
      this.control = type;
      this.argument = controlArgument;
      return this;
    }

    public Builder parts(List<ControlPart> value) {
      this.parts = value;
      return this;
    }

    /** By which sql_mode quotes and backslashes were read. */
    public Builder readAs(boolean withAnsiQuotes, boolean withoutBackslashEscapes) {
      this.ansiQuotes = withAnsiQuotes;
      this.noBackslashEscapes = withoutBackslashEscapes;
      return this;
    }

    public Builder unsupported(@Nullable String reason) {
      this.unsupported = reason;
      return this;
    }

    public SqlShape build() {
      return new SqlShape(this);
    }
  }
}
