package io.querymirror.sql;

import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found out about texts, for texts that differ from them in literals and
 * comments alone. For the kinds of statements of which no literal decides anything: not SET, whose
 * values do. What was parsed by another sql_mode than the default is not for here.
 *
 * <p>A text is learned when its digest comes the second time, as many come but once; and of one
 * digest only so many texts, as some applications write something new into each.
 */
final class KnownShapes {
  private static final Set<Kind> LEARNED =
      EnumSet.of(Kind.SELECT, Kind.INSERT, Kind.UPDATE, Kind.DELETE, Kind.REPLACE, Kind.CALL);

  private static final int MOST_TEXTS = 64;

  private final ShapeTree tree = new ShapeTree();
  private final Template template = new Template();

  /** How often a digest was to be learned, by some of its bits. */
  private final byte[] tried = new byte[1 << 12];

  /** The shape of a text that was not tokenized yet; null where it is not known. */
  @Nullable SqlShape find(char[] text, int length) {
    return tree.find(text, length);
  }

  void learn(Tokens t, SqlShape shape) {
    if (!LEARNED.contains(shape.kind())
        || shape.several()
        || !shape.tokenizable()
        || shape.control() != null) {
      return;
    }
    int digest = (int) shape.digest() & tried.length - 1;
    if (tried[digest] > MOST_TEXTS || tried[digest]++ == 0 || !template.read(t)) {
      return;
    }
    if (tree.isFull()) {
      tree.clear();
      Arrays.fill(tried, (byte) 0);
    }
    tree.add(t.text, t.length, template, shape);
  }
}
