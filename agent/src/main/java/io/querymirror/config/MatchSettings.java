package io.querymirror.config;

import com.google.re2j.Pattern;
import io.querymirror.model.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement must be for a rule to take it. All given fields must hold; of a list any one. An
 * empty list or set, or null, is a field that was not given.
 */
public final class MatchSettings {
  /** Takes everything. */
  public static final MatchSettings EMPTY = new Builder().build();

  private final List<Pattern> sql;
  private final List<Pattern> digestText;
  private final Set<Long> digests;
  private final Set<Kind> kinds;
  private final List<TablePattern> tables;
  private final List<Glob> schemas;
  private final List<Glob> users;
  private final List<Glob> hosts;
  private final List<Glob> groupHosts;
  private final List<BindSettings> binds;
  private final @Nullable Boolean inTransaction;
  private final @Nullable Boolean succeeded;
  private final @Nullable Duration slowerThan;
  private final @Nullable MatchSettings not;
  private final boolean empty;

  private MatchSettings(Builder b) {
    this.sql = List.copyOf(b.sql);
    this.digestText = List.copyOf(b.digestText);
    this.digests = Set.copyOf(b.digests);
    this.kinds = Set.copyOf(b.kinds);
    this.tables = List.copyOf(b.tables);
    this.schemas = List.copyOf(b.schemas);
    this.users = List.copyOf(b.users);
    this.hosts = List.copyOf(b.hosts);
    this.groupHosts = List.copyOf(b.groupHosts);
    this.binds = List.copyOf(b.binds);
    this.inTransaction = b.inTransaction;
    this.succeeded = b.succeeded;
    this.slowerThan = b.slowerThan;
    this.not = b.not;
    this.empty = b.empty;
  }

  /** Found in the text as the application gave it. */
  public List<Pattern> sql() {
    return sql;
  }

  /** Found in the normalized text. */
  public List<Pattern> digestText() {
    return digestText;
  }

  public Set<Long> digests() {
    return digests;
  }

  /** Groups are resolved to their kinds. */
  public Set<Kind> kinds() {
    return kinds;
  }

  public List<TablePattern> tables() {
    return tables;
  }

  /** For the current schema; a session without one meets none of them. */
  public List<Glob> schemas() {
    return schemas;
  }

  public List<Glob> users() {
    return users;
  }

  /** For {@code host:port}. */
  public List<Glob> hosts() {
    return hosts;
  }

  /** For {@code host:port}: the members of the host groups that were named. */
  public List<Glob> groupHosts() {
    return groupHosts;
  }

  /** All of them must hold. */
  public List<BindSettings> binds() {
    return binds;
  }

  public @Nullable Boolean inTransaction() {
    return inTransaction;
  }

  /** True for {@code outcome: ok}, false for {@code error}. */
  public @Nullable Boolean succeeded() {
    return succeeded;
  }

  public @Nullable Duration slowerThan() {
    return slowerThan;
  }

  /** What must not hold. */
  public @Nullable MatchSettings not() {
    return not;
  }

  /** Whether it takes everything. */
  public boolean isEmpty() {
    return empty;
  }

  /** Starts with nothing given. */
  static final class Builder {
    List<Pattern> sql = List.of();
    List<Pattern> digestText = List.of();
    Set<Long> digests = Set.of();
    final EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<TablePattern> tables = List.of();
    List<Glob> schemas = List.of();
    List<Glob> users = List.of();
    List<Glob> hosts = List.of();
    final List<Glob> groupHosts = new ArrayList<>();
    List<BindSettings> binds = List.of();
    @Nullable Boolean inTransaction;
    @Nullable Boolean succeeded;
    @Nullable Duration slowerThan;
    @Nullable MatchSettings not;
    boolean empty = true;

    MatchSettings build() {
      return new MatchSettings(this);
    }
  }
}
