package com.example.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/**
 * Tomcat, in which a web application is deployed, asked and taken away so many times; then says how
 * many of its class loaders stay. Arguments: Tomcat's directory, the application's, URL, user,
 * password, times.
 */
public final class Redeploy {
  private static final int LOOKS = 100;
  private static final int PAUSE_MILLIS = 50;

  private Redeploy() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[0]);
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.start();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[5]); i++) {
      loaders.add(new WeakReference<>(deployed(tomcat, args)));
    }
    long staying = loaders.size();
    for (int i = 0; i < LOOKS && staying > 0; i++) {
      System.gc();
      Thread.sleep(PAUSE_MILLIS);
      staying = loaders.stream().filter(l -> l.get() != null).count();
    }
    System.out.println("loaders=" + loaders.size() + " staying=" + staying);
    tomcat.stop();
    tomcat.destroy();
    System.out.println("done");
  }

  private static ClassLoader deployed(Tomcat tomcat, String[] args)
      throws IOException, LifecycleException {
    Context context = tomcat.addContext("/shop", args[1]);
    Wrapper page = Tomcat.addServlet(context, "page", "com.example.tomcat.Page");
    page.addInitParameter("url", args[2]);
    page.addInitParameter("user", args[3]);
    page.addInitParameter("password", args[4]);
    page.setLoadOnStartup(1);
    context.addServletMappingDecoded("/page", "page");
    // Tomcat.addContext starts what is added to a host that runs.
    if (!context.getState().isAvailable()) {
      context.start();
    }
    ClassLoader loader = context.getLoader().getClassLoader();
    String address = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop/page";
    try (InputStream in = URI.create(address).toURL().openStream()) {
      System.out.println(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    tomcat.getHost().removeChild(context); // stops and destroys it
    return loader;
  }
}
