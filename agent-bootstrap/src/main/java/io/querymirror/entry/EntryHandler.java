package io.querymirror.entry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * URLs of the agent's resources. Not {@code jar:} URLs, as these go through a cache of open jars
 * and a factory of handlers that belong to the whole JVM.
 */
final class EntryHandler extends URLStreamHandler {
  private static final String PROTOCOL = "querymirror";

  private final JarFile jar;

  EntryHandler(JarFile jar) {
    this.jar = jar;
  }

  URL url(ZipEntry entry) {
    try {
      return new URL(PROTOCOL, "", -1, "/" + entry.getName(), this);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new EntryConnection(url);
  }

  private final class EntryConnection extends URLConnection {
    EntryConnection(URL url) {
      super(url);
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      ZipEntry entry = jar.getEntry(getURL().getPath().substring(1));
      if (entry == null) {
        throw new FileNotFoundException(getURL().toString());
      }
      return jar.getInputStream(entry);
    }
  }
}
