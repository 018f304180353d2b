package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPartsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "jdbc:mysql://db/shop, db:3306, shop",
        "jdbc:mysql://db:3307/shop?a=b, db:3307, shop",
        "jdbc:mysql://db, db:3306, -",
        "jdbc:mysql://db/, db:3306, -",
        "jdbc:mysql://user:pw@db:1/x, db:1, x",
        "jdbc:mysql://[::1]/x, [::1]:3306, x",
        "jdbc:mysql://[::1]:3308/x, [::1]:3308, x",
        "jdbc:h2:mem:x, '', -",
      })
  void addressAndSchema(String url, String host, String schema) {
    UrlParts parts = UrlParts.of(url);
    assertEquals(host, parts.host);
    assertEquals(schema, parts.schema);
  }

  @Test
  void propertiesAreDecoded() {
    assertEquals(
        Map.of("a", "b c", "d", ""), UrlParts.of("jdbc:mysql://db/x?a=b%20c&d=&broken").properties);
    assertEquals(
        Map.of("sessionVariables", "time_zone='+03:00'"),
        UrlParts.undecoded("jdbc:mariadb://db/x?sessionVariables=time_zone='+03:00'").properties);
    assertEquals("%zz", UrlParts.of("jdbc:mysql://db/x?a=%zz").properties.get("a"));
  }

  @Test
  void severalAddresses() {
    assertEquals("a:1", UrlParts.of("jdbc:mysql:loadbalance://a:1,b:2/x").host);
    assertEquals(List.of("a:3306", "b:2"), UrlParts.of("jdbc:mariadb:replication://a,b:2/x").hosts);
    assertEquals(
        List.of("a:1", "b:3306"),
        UrlParts.of("jdbc:mariadb://address=(host=a)(port=1)(type=replica),address=(host=b)/x")
            .hosts);
  }
}
