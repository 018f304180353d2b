package io.querymirror.sql;

import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the keyword of a stretch of text, in any case. The tokenizer packs the codes of a word's
 * characters into a long while it looks for the word's end, and this is an open hash table over
 * those: up to ten characters the long is the word, and one comparison tells; beyond, characters
 * are compared. No string is made. The words are those of MySQL 8 and 9 and MariaDB 10 and 11 that
 * statements use.
 */
final class Keywords {
  private static final String FREE =
      "action active admin after against ago aggregate algorithm always any array ascii at"
          + " auto_increment autoextend_size avg avg_row_length bit blob block bool boolean btree"
          + " buckets byte cascaded changed cipher client coalesce code collation column_format"
          + " comment committed compact completion compressed compression concurrent consistent"
          + " contains copy cpu current cycle date datetime day definer"
          + " delay_key_write diagnostics directory disable discard disk duplicate dynamic enable"
          + " enforced engine engines enum errors escape every exchange exclude execution expansion"
          + " expire file first fixed following format general generated geometry"
          + " geometrycollection get_format hash history host hour identified increment"
          + " inplace insert_method instant invisible invoker io isolation issuer json"
          + " key_block_size language last level linestring list locked logs max_rows medium"
          + " memory merge microsecond min_rows minute modify month multilinestring multipoint"
          + " multipolygon national nchar never next none nowait nulls nvarchar offset old only"
          + " optional options others owner pack_keys page parser partial path persistent plugins"
          + " point polygon preceding preserve prev privileges processlist profile profiles quarter"
          + " query rebuild recover redundant remove reorganize repeatable replicas respect restore"
          + " reuse rollup rotate row_count row_format rtree second secondary security"
          + " serial serializable simple skip snapshot some source sounds sql_cache sql_no_cache"
          + " stats_auto_recalc stats_persistent stats_sample_pages storage subpartition"
          + " subpartitions suspend temptable text than ties time timestamp timestampadd"
          + " timestampdiff transactional type unbounded uncommitted undefined"
          + " unknown until upgrade user_resources validation variables visible wait warnings week"
          + " weight_string without xid year zone"
          + " body ends one package phase returns schedule stage starts strict string";
  private static final String RESERVED =
      "accessible add asc asensitive before between both by cascade column condition"
          + " constraint continue cube cursor day_hour day_microsecond day_minute day_second"
          + " declare deterministic distinctrow div each elseif empty enclosed"
          + " escaped exit foreign get grouping groups high_priority hour_microsecond"
          + " hour_minute hour_second infile inout insensitive interval io_after_gtids"
          + " io_before_gtids iterate leading leave linear manual master_bind match minute_microsecond"
          + " minute_second mod modifies no_write_to_binlog of optimizer_costs optionally"
          + " out over parallel precision primary qualify range reads read_write regexp require"
          + " resignal restrict return rlike rows second_microsecond sensitive separator signal"
          + " specific sql sql_big_result sql_calc_found_rows sql_small_result sqlexception"
          + " sqlstate sqlwarning ssl starting stored system terminated"
          + " trailing undo unsigned usage varying virtual when xor year_month zerofill collate"
          + " tablesample";
  private static final String CALLABLE =
      "bigint binary char convert cume_dist current_date current_time current_timestamp current_user"
          + " current_role dec decimal dense_rank double first_value float float4 float8 int int1 int2"
          + " int3 int4 int8 integer lag last_value lead localtime localtimestamp long longblob"
          + " longtext maxvalue mediumblob mediumint mediumtext middleint nth_value ntile numeric"
          + " percent_rank rank real row_number smallint tinyblob tinyint tinytext"
          + " utc_date utc_time utc_timestamp varbinary varchar varcharacter";

  /** Longest word of which a key holds all characters. */
  private static final int WHOLE = Long.SIZE / CharClass.CODE_BITS;

  private static final int BITS = 11;
  private static final int SIZE = 1 << BITS;
  private static final long[] KEYS = new long[SIZE];
  private static final char[][] NAMES = new char[SIZE + 1][];
  private static final byte[] LENGTHS = new byte[SIZE + 1];
  private static final Word[] WORDS = new Word[SIZE + 1];

  static {
    for (Word w : Word.values()) {
      if (w != Word.NONE && w != Word.FREE && w != Word.RESERVED && w != Word.CALLABLE) {
        put(w.name().toLowerCase(Locale.ROOT), w);
      }
    }
    putAll(FREE, Word.FREE);
    putAll(RESERVED, Word.RESERVED);
    putAll(CALLABLE, Word.CALLABLE);
    WORDS[0] = Word.NONE;
  }

  private Keywords() {}

  /** One step of the key that {@link #find} wants, over the characters in order, from 0. */
  static long key(long key, byte wordCode) {
    return Long.rotateLeft(key, CharClass.CODE_BITS) ^ wordCode;
  }

  /** A number from 1 for the keyword between {@code start} and {@code end}; 0 where it is none. */
  static int find(char[] text, int start, int end, long key) {
    for (int at = slot(key); KEYS[at] != 0; at = at + 1 & SIZE - 1) {
      if (KEYS[at] == key && matches(at + 1, text, start, end)) {
        return at + 1;
      }
    }
    return 0;
  }

  /** The keyword of a number from {@link #find}; NONE for 0. */
  static Word word(int number) {
    return WORDS[number];
  }

  /**
   * The keyword of a number from {@link #find} but 0, in lower case and {@link Tokens#PAD} more.
   */
  static char[] name(int number) {
    return NAMES[number];
  }

  /** The keyword that a whole string is. */
  static Word find(String name) {
    char[] text = name.toCharArray();
    long key = 0;
    for (char c : text) {
      key = key(key, CharClass.wordCode(c));
    }
    return word(find(text, 0, text.length, key));
  }

  /** Whether a word of the same key is the same. */
  private static boolean matches(int number, char[] text, int start, int end) {
    int length = end - start;
    if (LENGTHS[number] != length) {
      return false;
    }
    for (int i = 0; length > WHOLE && i < length; i++) {
      if (NAMES[number][i] != CharClass.lower(text[start + i])) {
        return false;
      }
    }
    return true;
  }

  private static int slot(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> Long.SIZE - BITS);
  }

  private static void putAll(String names, Word word) {
    int from = 0;
    while (from < names.length()) {
      int to = names.indexOf(' ', from);
      to = to < 0 ? names.length() : to;
      put(names.substring(from, to), word);
      from = to + 1;
    }
  }

  /** The first entry of a name holds. */
  private static void put(String name, Word word) {
    long key = 0;
    for (int i = 0; i < name.length(); i++) {
      key = key(key, CharClass.wordCode(name.charAt(i)));
    }
    if (find(name.toCharArray(), 0, name.length(), key) != 0) {
      return;
    }
    int at = slot(key);
    while (KEYS[at] != 0) {
      at = at + 1 & SIZE - 1;
    }
    KEYS[at] = key;
    NAMES[at + 1] = Arrays.copyOf(name.toCharArray(), name.length() + Tokens.PAD);
    LENGTHS[at + 1] = (byte) name.length();
    WORDS[at + 1] = word;
  }
}
