package io.querymirror.it;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a class file.
 *
 * @param version 52 for Java 8, 55 for Java 11
 * @param types binary names of every type that the constant pool names, in whatever way
 */
record ClassBytes(int version, Set<String> types) {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;

  static ClassBytes of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (in.readInt() != 0xCAFEBABE) {
      throw new IOException("no class file");
    }
    in.readUnsignedShort();
    int version = in.readUnsignedShort();
    int size = in.readUnsignedShort();
    String[] words = new String[size];
    boolean[] named = new boolean[size];
    for (int i = 1; i < size; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> words[i] = in.readUTF();
        case CLASS -> named[in.readUnsignedShort()] = true;
        case LONG, DOUBLE -> {
          in.skipNBytes(8);
          i++;
        }
        // String, MethodType, Module, Package.
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        // MethodHandle.
        case 15 -> in.skipNBytes(3);
        // Numbers, members, NameAndType, dynamic.
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        default -> throw new IOException("constant of kind " + tag);
      }
    }
    Set<String> types = new TreeSet<>();
    for (int i = 1; i < size; i++) {
      if (named[i] && !words[i].startsWith("[")) {
        types.add(words[i].replace('/', '.'));
      } else if (words[i] != null) {
        Matcher matcher = IN_DESCRIPTOR.matcher(words[i]);
        while (matcher.find()) {
          types.add(matcher.group(1).replace('/', '.'));
        }
      }
    }
    return new ClassBytes(version, types);
  }
}
