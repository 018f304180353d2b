package io.querymirror.stats;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * A short hash of a value under a key that lives as long as the JVM: without the key a value can't
 * be guessed and tried. 32 bits: two different values of a report seldom look equal.
 */
final class KeyedHash {
  private static final int SHOWN = 4;
  private static final byte[] KEY = new byte[32];

  static {
    new SecureRandom().nextBytes(KEY);
  }

  private KeyedHash() {}

  /** Eight hexadecimal digits. */
  static String hex(byte[] bytes, int offset, int length) {
    // The digest is cut, so a key in front is as good as an HMAC.
    MessageDigest digest = sha256();
    digest.update(KEY);
    digest.update(bytes, offset, length);
    byte[] all = digest.digest();
    StringBuilder hex = new StringBuilder(2 * SHOWN);
    for (int i = 0; i < SHOWN; i++) {
      hex.append(Character.forDigit((all[i] >> 4) & 15, 16));
      hex.append(Character.forDigit(all[i] & 15, 16));
    }
    return hex.toString();
  }

  /** Of a value's hash that has no key, and could be tried. */
  static String hex(long hash) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (hash >>> (8 * i));
    }
    return hex(bytes, 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
