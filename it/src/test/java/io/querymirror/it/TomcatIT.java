package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.tomcat.Page;
import com.example.tomcat.Redeploy;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application with a driver of its own is deployed again and again in Tomcat. */
class TomcatIT {
  private static final int TIMES = 5;

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  /** Its classes and its driver, where Tomcat's own loader for it finds them. */
  private Path application() throws IOException {
    Path info = directory.resolve("shop/WEB-INF");
    String page = Page.class.getName().replace('.', '/') + ".class";
    Path to = info.resolve("classes").resolve(page);
    Files.createDirectories(to.getParent());
    Files.copy(Libraries.programs().resolve(page), to);
    String driver = Driver.CONNECTOR_J.library();
    Files.createDirectories(info.resolve("lib"));
    Files.copy(Libraries.jar(driver), info.resolve("lib").resolve(driver + ".jar"));
    return directory.resolve("shop");
  }

  @Test
  void noLoaderOfItStaysForTheAgentsSake() throws IOException {
    for (EmbeddedServer server : new EmbeddedServer[] {source, target}) {
      server.execute("DROP DATABASE IF EXISTS tomcat", "CREATE DATABASE tomcat");
    }
    Config config =
        Config.in(directory).target("candidate", target).rule("all", "mirror: [candidate]");
    App.Finished tomcat =
        App.of(Redeploy.class)
            .library("tomcat-embed-core-" + System.getProperty("tomcat.version"))
            .library("tomcat-annotations-api-" + System.getProperty("tomcat.version"))
            .argument(directory.resolve("base"), application())
            .argument(Driver.CONNECTOR_J.url(source.address(), "tomcat", ""))
            .argument("app", EmbeddedServer.PASSWORD, TIMES)
            .environment(
                "JAVA_TOOL_OPTIONS", "-javaagent:" + Libraries.agent() + "=" + config.write())
            .run()
            .ok();
    assertEquals(
        TIMES, tomcat.out().lines().filter(l -> l.equals("item 7 item 7")).count(), tomcat::err);
    assertTrue(
        tomcat.out().contains("loaders=" + TIMES + " staying=0"), tomcat.out() + tomcat.err());
    Report report = config.report().balanced();
    assertEquals(2L * TIMES, report.number("capture.seen"), report::brief);
    assertEquals(2L * TIMES, report.ledger("candidate", "executed"), report::brief);
  }
}
