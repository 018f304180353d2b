package io.querymirror.compare;

/** As what the values of two columns are compared. */
enum Form {
  /** By value, whatever its digits. */
  NUMBER,
  /** By value, within a tolerance. */
  APPROXIMATE,
  MOMENT,
  TIME,
  /** Characters, whatever their encoding; or bytes. */
  TEXT,
  /** Characters as a collation without case and accents sees them. */
  FOLDED,
  JSON;

  static Form of(Family a, Family b, boolean exactStrings) {
    if (a == Family.NULL || b == Family.NULL) {
      Family other = a == Family.NULL ? b : a;
      return other == Family.NULL ? TEXT : of(other, other, exactStrings);
    }
    if (a == Family.JSON || b == Family.JSON) {
      return JSON;
    }
    if (isNumeric(a, b) && isNumeric(b, a)) {
      return a.isApproximate() || b.isApproximate() ? APPROXIMATE : NUMBER;
    }
    if (isOrString(a, b, Family.MOMENT)) {
      return MOMENT;
    }
    if (isOrString(a, b, Family.TIME)) {
      return TIME;
    }
    return a == Family.TEXT && b == Family.TEXT && !exactStrings ? FOLDED : TEXT;
  }

  /** A text beside a number may be one. */
  private static boolean isNumeric(Family a, Family b) {
    return a.isNumber()
        || a.isString() && b.isNumber()
        || a == Family.BIT && (b == Family.BIT || b.isNumber());
  }

  private static boolean isOrString(Family a, Family b, Family wanted) {
    return (a == wanted || b == wanted)
        && (a == wanted || a.isString())
        && (b == wanted || b.isString());
  }
}
