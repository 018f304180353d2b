package io.querymirror.rule;

import io.querymirror.model.SqlShape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a plan depends on; a field that no rule looks at is null. */
final class PlanKey {
  private final @Nullable String sql;
  private final @Nullable SqlShape shape;
  private final @Nullable String user;
  private final @Nullable String host;
  private final @Nullable String schema;
  private final int hash;

  PlanKey(
      @Nullable String sql,
      @Nullable SqlShape shape,
      @Nullable String user,
      @Nullable String host,
      @Nullable String schema) {
    this.sql = sql;
    this.shape = shape;
    this.user = user;
    this.host = host;
    this.schema = schema;
    this.hash = Objects.hash(sql, shape == null ? 0 : shape.digest(), user, host, schema);
  }

  /** Bytes of the texts that it keeps alive, roughly. */
  long bytes() {
    return 2L * ((sql == null ? 0 : sql.length()) + (shape == null ? 0 : length(shape)));
  }

  private static long length(SqlShape shape) {
    return shape.digestText().length() + 32L * shape.tables().size();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof PlanKey)) {
      return false;
    }
    PlanKey k = (PlanKey) o;
    return hash == k.hash
        && Objects.equals(sql, k.sql)
        && same(shape, k.shape)
        && Objects.equals(user, k.user)
        && Objects.equals(host, k.host)
        && Objects.equals(schema, k.schema);
  }

  /** Equal in all that a rule can ask; a digest alone could collide. */
  private static boolean same(@Nullable SqlShape a, @Nullable SqlShape b) {
    return a == b
        || (a != null
            && b != null
            && a.digest() == b.digest()
            && a.kind() == b.kind()
            && a.tables().equals(b.tables())
            && a.digestText().equals(b.digestText()));
  }
}
