package io.querymirror.instrument;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Names at the head of a class file, read without Byte Buddy: most classes need nothing more. */
final class ClassHeader {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int INTERFACE = 0x0200;
  private static final byte[] JDBC = {'j', 'a', 'v', 'a', '/', 's', 'q', 'l', '/'};

  final boolean isInterface;
  final @Nullable String superName;
  final String[] interfaces;

  private ClassHeader(boolean isInterface, @Nullable String superName, String[] interfaces) {
    this.isInterface = isInterface;
    this.superName = superName;
    this.interfaces = interfaces;
  }

  /** Whether the bytes hold {@code java/sql/}: no class of a driver is without it. */
  static boolean mentionsJdbc(byte[] bytes) {
    int last = bytes.length - JDBC.length;
    for (int i = 0; i <= last; i++) {
      if (bytes[i] == 'j' && bytes[i + 5] == 's' && bytes[i + 8] == '/' && matches(bytes, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int from) {
    for (int k = 0; k < JDBC.length; k++) {
      if (bytes[from + k] != JDBC[k]) {
        return false;
      }
    }
    return true;
  }

  /** Null where the bytes are no class file. */
  static @Nullable ClassHeader read(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static @Nullable ClassHeader read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      return null;
    }
    in.readInt();
    int count = in.readUnsignedShort();
    @Nullable String[] texts = new String[count];
    int[] classNames = new int[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1:
          texts[i] = in.readUTF();
          break;
        case 7:
          classNames[i] = in.readUnsignedShort();
          break;
        case 5:
        case 6:
          in.readLong();
          i++;
          break;
        case 8:
        case 16:
        case 19:
        case 20:
          in.readUnsignedShort();
          break;
        case 15:
          in.readUnsignedByte();
          in.readUnsignedShort();
          break;
        default:
          in.readInt();
      }
    }
    int access = in.readUnsignedShort();
    in.readUnsignedShort();
    String superName = texts[classNames[in.readUnsignedShort()]];
    String[] interfaces = new String[in.readUnsignedShort()];
    for (int i = 0; i < interfaces.length; i++) {
      String name = texts[classNames[in.readUnsignedShort()]];
      interfaces[i] = name == null ? "" : name;
    }
    return new ClassHeader((access & INTERFACE) != 0, superName, interfaces);
  }
}
