package io.querymirror.sql;

import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which procedure a CALL calls, by its normalized text. Immutable. */
public final class CallText {
  private final @Nullable String schema;
  private final String name;
  private final Set<String> functions;

  private CallText(@Nullable String schema, String name, Set<String> functions) {
    this.schema = schema;
    this.name = name;
    this.functions = Set.copyOf(functions);
  }

  /** Null where it is no CALL, or not of one procedure alone. */
  public static @Nullable CallText of(SqlShape shape) {
    if (shape.kind() != Kind.CALL || shape.several() || !shape.tokenizable()) {
      return null;
    }
    Tokens t = new Tokens();
    t.start(shape.digestText());
    Tokenizer.read(t, false, false);
    int call = 0;
    while (call < t.count() && t.word(call) != Word.CALL) {
      call++;
    }
    int first = call + 1;
    // {? = call f(?)} is a function; what a query among the arguments does is not looked at.
    if (t.type(call - 1) == Token.EQUALS || !t.isName(first) || t.has(Word.SELECT)) {
      return null;
    }
    boolean qualified = t.type(first + 1) == Token.DOT;
    int last = qualified ? first + 2 : first;
    String name = t.name(last).toLowerCase(Locale.ROOT);
    Set<String> functions = FunctionCalls.of(t, last + 1, t.count());
    return new CallText(qualified ? t.name(first) : null, name, functions);
  }

  /** As written; null where the session's schema holds. */
  public @Nullable String schema() {
    return schema;
  }

  /** In lower case. */
  public String name() {
    return name;
  }

  /** Functions that its arguments call, in lower case. */
  public Set<String> functions() {
    return functions;
  }
}
