package io.querymirror.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A digest in the schema that was current for it. */
public final class DigestKey {
  private final @Nullable String schema;
  private final long digest;

  public DigestKey(@Nullable String schema, long digest) {
    this.schema = schema;
    this.digest = digest;
  }

  /** Null where the text is no digest's id, as of {@code other}. */
  public static @Nullable DigestKey of(@Nullable String schema, String id) {
    try {
      return id.length() == 16 ? new DigestKey(schema, Long.parseUnsignedLong(id, 16)) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  public @Nullable String schema() {
    return schema;
  }

  /** The digest's id in 16 hexadecimal digits. */
  public String digest() {
    return Id.of(digest);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof DigestKey
        && digest == ((DigestKey) o).digest
        && Objects.equals(schema, ((DigestKey) o).schema);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(digest) * 31 + Objects.hashCode(schema);
  }
}
