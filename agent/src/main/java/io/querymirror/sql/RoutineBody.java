package io.querymirror.sql;

import io.querymirror.model.TableRef;
import java.util.List;
import java.util.Set;

/**
 * Whether the body of a stored procedure or function only reads. What a routine declares ({@code
 * READS SQL DATA}) is no more than advice to a server; so only its statements count. Immutable.
 */
public final class RoutineBody {
  /** Of a body that may do anything. */
  public static final RoutineBody UNKNOWN = new RoutineBody(List.of(), Set.of(), Set.of(), false);

  private static final ThreadLocal<Tokens> TOKENS = ThreadLocal.withInitial(Tokens::new);

  private final List<TableRef> tables;
  private final Set<String> functions;
  private final Set<String> procedures;
  private final boolean reads;

  RoutineBody(List<TableRef> tables, Set<String> functions, Set<String> procedures, boolean reads) {
    this.tables = List.copyOf(tables);
    this.functions = Set.copyOf(functions);
    this.procedures = Set.copyOf(procedures);
    this.reads = reads;
  }

  /** Reads one statement or a block of them. Never throws. */
  public static RoutineBody read(String body, boolean ansiQuotes, boolean noBackslashEscapes) {
    Tokens t = TOKENS.get();
    t.start(body);
    Tokenizer.read(t, ansiQuotes, noBackslashEscapes);
    RoutineBody found = t.isComplete() && t.count() > 0 ? new RoutineReader(t).read() : UNKNOWN;
    t.release();
    return found;
  }

  /** Whether it does nothing but query, compute and call what {@link #procedures} etc. name. */
  public boolean reads() {
    return reads;
  }

  /** Tables that it reads, as named. */
  public List<TableRef> tables() {
    return tables;
  }

  /** Functions that it calls, in lower case, and perhaps other names. */
  public Set<String> functions() {
    return functions;
  }

  /** Procedures that it calls, as {@code name} in lower case; or with the schema before a dot. */
  public Set<String> procedures() {
    return procedures;
  }
}
